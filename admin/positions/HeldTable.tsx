// Positions as the roster has them, with the officers who hold each and the template of that name; those without first.
import type { HeldPositions } from '../../shared/contract/kpi-operations.ts';
import { locale } from '../i18n/locale.ts';
import { periodName } from '../officers/periods.ts';
import type { Template } from './positions-api.ts';
import { pos } from './texts.ts';

const shownAtOnceMax = 8;

type Held = HeldPositions['positions'][number]['officers'];

interface Props {
  held: HeldPositions;
  templates: readonly Template[];
  /** Title of the template that applies where figures name none; empty where there is none. */
  standard: string;
}

export function HeldTable({ held, templates, standard }: Props) {
  const language = locale.value;
  if (held.positions.length === 0) {
    return (
      <section class="card empty">
        <p class="empty-title">{pos('heldEmpty')}</p>
        <p>{pos('heldEmptyHint')}</p>
      </section>
    );
  }
  const hasTemplates = templates.length > 0;
  return (
    <section class="card" aria-labelledby="positions-held">
      <h2 id="positions-held">{pos('held')}</h2>
      <table class="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{pos('position')}</th>
            {hasTemplates && <th scope="col">{pos('template')}</th>}
            {hasTemplates && <th scope="col">{pos('figures')}</th>}
            <th scope="col">{pos('officers')}</th>
          </tr>
        </thead>
        <tbody>
          {held.positions.map(({ title, template, officers }) => (
            <tr key={title} data-position={title}>
              <th scope="row">{title === '' ? pos('untitled') : title}</th>
              {hasTemplates && (
                <td data-label={pos('template')}>
                  {template === null ? (
                    <>
                      <span class="state state-dark">{pos('missing')}</span>
                      <div class="muted">
                        {pos(title === '' ? 'untitledHint' : 'missingHint', { title: standard })}
                      </div>
                    </>
                  ) : (
                    templates.find(({ id }) => id === template)?.title[language]
                  )}
                </td>
              )}
              {hasTemplates && (
                <td data-label={pos('figures')}>
                  <NamedByFigures officers={officers} templates={templates} standard={standard} />
                </td>
              )}
              <td data-label={pos('officers')}>
                <Officers officers={officers} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the last figures of these officers name, each template once with the officers it is for. */
function NamedByFigures({ officers, templates, standard }: Omit<Props, 'held'> & { officers: Held }) {
  const language = locale.value;
  const groups = new Map<string, string[]>();
  for (const { code, figures } of officers) {
    let said = pos('figures.none');
    if (figures !== null) {
      const month = periodName(figures.month, language);
      const title = templates.find(({ id }) => id === figures.template)?.title[language] ?? figures.template;
      said =
        title === null
          ? pos('figures.unnamed', { month, title: standard })
          : pos('figures.named', { month, title });
    }
    groups.set(said, [...(groups.get(said) ?? []), code]);
  }
  return (
    <>
      {[...groups].map(([said, codes]) => (
        <div key={said}>
          {said}
          {groups.size > 1 && <span class="muted"> ({codes.join(', ')})</span>}
        </div>
      ))}
    </>
  );
}

function Officers({ officers }: { officers: Held }) {
  const names = officers.map(({ code, name }) => `${name} (${code})`).join(', ');
  if (officers.length <= shownAtOnceMax) return <>{names}</>;
  return (
    <details>
      <summary>{pos('showAll', { n: officers.length })}</summary>
      {names}
    </details>
  );
}
