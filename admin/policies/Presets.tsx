// Presets as they come with the program: what they say, what each value rests on, and the whole text.
import { parse } from 'yaml';
import { locale } from '../i18n/locale.ts';
import { follow } from '../navigation/router.ts';
import { DocumentView } from './DocumentView.tsx';
import { documentSchema, type PolicyList } from './policies-api.ts';
import { text } from './texts.ts';

export function Presets({ list, mayDecide }: { list: PolicyList; mayDecide: boolean }) {
  return (
    <>
      <p class="lead">{text('presetsLead')}</p>
      {list.presets.map(({ id, title, yaml }) => {
        const document = documentSchema.safeParse(parse(yaml));
        return (
          <section key={id} class="card" aria-labelledby={`preset-${id}`}>
            <h2 id={`preset-${id}`}>{title[locale.value]}</h2>
            <p class="muted">{id}</p>
            <div class="row">
              {mayDecide && (
                <>
                  <a class="button" href={`/admin/policies?part=simulate&preset=${id}`} onClick={follow}>
                    {text('preset.try')}
                  </a>
                  <a class="button" href={`/admin/policies?part=propose&preset=${id}`} onClick={follow}>
                    {text('preset.use')}
                  </a>
                </>
              )}
              <a
                class="button"
                download={`${id}.yaml`}
                href={`data:application/yaml;charset=utf-8,${encodeURIComponent(yaml)}`}
              >
                {text('preset.file')}
              </a>
            </div>
            <details>
              <summary class="policy-summary">{text('row.details')}</summary>
              {document.success && <DocumentView document={document.data} headingLevel={3} />}
              <details>
                <summary class="policy-summary">{text('doc.whole')}</summary>
                <pre class="policy-text">{yaml}</pre>
              </details>
            </details>
          </section>
        );
      })}
    </>
  );
}
