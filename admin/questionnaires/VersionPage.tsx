// One version as it was or is asked: its questions, what it changed, and how citizens see it. Nothing to change here.
import type { QuestionnaireVersion } from '../../shared/contract/questionnaires.ts';
import { differences } from '../../shared/questionnaire/differences.ts';
import { Notice } from '../components/Notice.tsx';
import { DifferencesView } from './DifferencesView.tsx';
import { BeginForm } from './Drafts.tsx';
import { Preview } from './Preview.tsx';
import { QuestionsView } from './QuestionsView.tsx';
import { text } from './texts.ts';
import { publisherText, usedText } from './VersionsTable.tsx';

interface VersionPageProps {
  name: string;
  versions: readonly QuestionnaireVersion[];
  begin: ((name: string, from: string) => Promise<void>) | null;
}

export function VersionPage({ name, versions, begin }: VersionPageProps) {
  const shown = versions.find(({ version }) => version === name);
  const inUse = versions[0];
  if (shown === undefined || inUse === undefined) {
    return <Notice tone="warning" title={text('unknownVersion', { version: name })} />;
  }
  return (
    <div class="questions-columns">
      <div class="questions-main">
        <section class="card" aria-labelledby="version">
          <h2 id="version">
            {text('version')} {shown.version}
          </h2>
          <p>
            {usedText(shown)}. {text('publishedBy')}: {publisherText(shown.publishedBy)}. {text('inLog')}:{' '}
            {text(shown.inLog ? 'inLog.yes' : 'inLog.no')}.
          </p>
          <QuestionsView items={shown.items} />
        </section>
        {shown !== inUse && (
          <section class="card" aria-labelledby="compare">
            <h2 id="compare">{text('compare', { version: inUse.version })}</h2>
            <DifferencesView differences={differences(inUse.items, shown.items)} />
          </section>
        )}
        {begin !== null && (
          <section class="card" aria-label={text('beginFrom')}>
            <BeginForm label={text('beginFrom')} begin={(draft) => begin(draft, shown.version)} />
          </section>
        )}
      </div>
      <Preview items={shown.items} />
    </div>
  );
}
