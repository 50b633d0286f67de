// Every time weights were moved, newest first: from when, for whom, what, why, by whom, and whether the log has it.
import { momentText } from '../access/moment.ts';
import { locale } from '../i18n/locale.ts';
import { shortDay } from '../kpi/figure-text.ts';
import type { Change, Positions } from './positions-api.ts';
import { pos } from './texts.ts';
import { weightText } from './weights.ts';

const shownMax = 100;

export function ChangesTable({ data: { list, held } }: { data: Positions }) {
  const language = locale.value;
  const changes = [...list.changes].reverse().slice(0, shownMax);
  const nameOf = (code: string): string => {
    const found = held.positions.flatMap(({ officers }) => officers).find((officer) => officer.code === code);
    return found === undefined ? code : `${found.name} (${code})`;
  };
  const weightsText = ({ position, weights }: Change): string => {
    const template = list.templates.find(({ id }) => id === position);
    return weights
      .map(({ part, criterion, weight }) => {
        const found = template?.parts
          .find(({ id }) => id === part)
          ?.criteria.find(({ id }) => id === criterion);
        return `${found?.label[language] ?? criterion}: ${weightText(weight, language)}`;
      })
      .join('; ');
  };
  return (
    <section class="card" aria-labelledby="positions-changes">
      <h2 id="positions-changes">{pos('changes')}</h2>
      {changes.length === 0 ? (
        <p class="muted">{pos('changesEmpty')}</p>
      ) : (
        <table class="table table-stacked">
          <thead>
            <tr>
              <th scope="col">{pos('position')}</th>
              <th scope="col">{pos('when')}</th>
              <th scope="col">{pos('what')}</th>
              <th scope="col">{pos('reason')}</th>
              <th scope="col">{pos('by')}</th>
              <th scope="col">{pos('state')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.number} data-change={change.number}>
                <th scope="row">
                  {list.templates.find(({ id }) => id === change.position)?.title[language] ??
                    change.position}
                  <div class="muted">
                    {change.officer === null ? pos('everyone') : nameOf(change.officer)}
                  </div>
                </th>
                <td data-label={pos('when')}>{shortDay(change.effective, language)}</td>
                <td data-label={pos('what')}>{weightsText(change)}</td>
                <td data-label={pos('reason')}>{change.reason}</td>
                <td data-label={pos('by')}>
                  {change.enteredBy}
                  <div class="muted">{momentText(change.enteredAt)}</div>
                </td>
                <td data-label={pos('state')}>
                  {pos(change.inLog ? 'inLog' : 'tonight')}
                  {list.policy !== null && change.policy !== list.policy.number && (
                    <div class="muted">{pos('older', { number: change.policy })}</div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
