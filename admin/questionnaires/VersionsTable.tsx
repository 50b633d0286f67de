// Versions, newest first: the first one is in use.
import type { QuestionnaireVersion } from '../../shared/contract/questionnaires.ts';
import { formatDay, locale } from '../i18n/locale.ts';
import { follow } from '../navigation/router.ts';
import { versionAddress } from './questionnaires-address.ts';
import { text } from './texts.ts';

export const usedText = ({ usedFrom, usedUntil }: QuestionnaireVersion): string => {
  const from = formatDay(usedFrom, locale.value);
  return usedUntil === null
    ? text('inUse', { from })
    : text('usedUntil', { from, until: formatDay(usedUntil, locale.value) });
};

/** The data directory's own set-up put the first version into use. */
export const publisherText = (name: string): string => (name === 'set-up' ? text('atSetup') : name);

export function VersionsTable({ versions }: { versions: readonly QuestionnaireVersion[] }) {
  return (
    <table class="table table-stacked">
      <thead>
        <tr>
          <th scope="col">{text('version')}</th>
          <th scope="col">{text('used')}</th>
          <th scope="col">{text('questions')}</th>
          <th scope="col">{text('publishedBy')}</th>
          <th scope="col">{text('inLog')}</th>
        </tr>
      </thead>
      <tbody>
        {versions.map((one) => (
          <tr key={one.version}>
            <th scope="row">
              <a
                href={versionAddress(one.version)}
                aria-label={text('open', { version: one.version })}
                onClick={follow}
              >
                {one.version}
              </a>
            </th>
            <td data-label={text('used')}>{usedText(one)}</td>
            <td data-label={text('questions')}>{one.items.length}</td>
            <td data-label={text('publishedBy')}>{publisherText(one.publishedBy)}</td>
            <td data-label={text('inLog')}>{text(one.inLog ? 'inLog.yes' : 'inLog.no')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
