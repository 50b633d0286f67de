// One draft: read from the server, then handed to the editor, or shown to whoever only reads.
import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { QuestionnaireDraft, QuestionnaireVersion } from '../../shared/contract/questionnaires.ts';
import { differences } from '../../shared/questionnaire/differences.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { ApiError } from '../http/request.ts';
import { DifferencesView } from './DifferencesView.tsx';
import { DraftEditor } from './DraftEditor.tsx';
import { Preview } from './Preview.tsx';
import { QuestionsView } from './QuestionsView.tsx';
import { readDraft } from './questionnaires-api.ts';
import { text } from './texts.ts';

interface DraftPageProps {
  id: string;
  /** Newest first. */
  versions: readonly QuestionnaireVersion[];
  mayChange: boolean;
  onPublished: (version: string) => void;
  onDiscarded: () => void;
}

export function DraftPage({ id, versions, mayChange, onPublished, onDiscarded }: DraftPageProps) {
  const draft = useSignal<QuestionnaireDraft | null>(null);
  const failure = useSignal<unknown>(null);
  const loads = useSignal(0);
  const load = useCallback(async () => {
    failure.value = null;
    try {
      draft.value = await readDraft(id);
      loads.value += 1;
    } catch (error) {
      failure.value = error;
    }
  }, [id, draft, failure, loads]);
  useEffect(() => {
    void load();
  }, [load]);
  const isGone = failure.value instanceof ApiError && failure.value.code === 'not-found';
  if (isGone) {
    return (
      <Notice tone="info" title={text('gone')} role="status">
        <p>{text('goneHint')}</p>
      </Notice>
    );
  }
  if (failure.value !== null) return <Failure error={failure.value} onRetry={() => void load()} />;
  const loaded = draft.value;
  const inUse = versions[0];
  if (loaded === null || inUse === undefined) return <Loading />;
  if (mayChange) {
    return (
      <DraftEditor
        key={loads.value}
        draft={loaded}
        versions={versions}
        reload={load}
        onPublished={onPublished}
        onDiscarded={onDiscarded}
      />
    );
  }
  return (
    <div class="questions-columns">
      <div class="questions-main">
        <section class="card" aria-labelledby="draft">
          <h2 id="draft">{loaded.name}</h2>
          <p class="muted">{text('readOnly')}</p>
          <QuestionsView items={loaded.items} />
        </section>
        <section class="card" aria-labelledby="compare">
          <h2 id="compare">{text('compare', { version: inUse.version })}</h2>
          <DifferencesView differences={differences(inUse.items, loaded.items)} />
        </section>
      </div>
      <Preview items={loaded.items} />
    </div>
  );
}
