// The rating questions: versions there have been, drafts of the next one, and by address one version or one draft.
import { useSignal } from '@preact/signals';
import type { QuestionnaireList } from '../../shared/contract/questionnaires.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { follow, go, query } from '../navigation/router.ts';
import '../styles/questionnaires.css';
import { DraftPage } from './DraftPage.tsx';
import { Drafts } from './Drafts.tsx';
import { draftAddress, overviewAddress } from './questionnaires-address.ts';
import { beginDraft, readQuestionnaires } from './questionnaires-api.ts';
import { text } from './texts.ts';
import { VersionPage } from './VersionPage.tsx';
import { VersionsTable } from './VersionsTable.tsx';

const everyMs = 60_000;

export function QuestionnairesPage({ session }: PageProps) {
  const { state, refresh } = usePolled(readQuestionnaires, everyMs);
  const published = useSignal<string | null>(null);
  const { data, error } = state.value;
  const mayChange = session.role === 'administrator';
  const draft = query.value.get('draft');
  const version = query.value.get('version');
  const begin = async (name: string, from?: string) => {
    const { id } = await beginDraft(name, from);
    published.value = null;
    await refresh();
    go(draftAddress(id));
  };
  return (
    <>
      <h1>{text('title')}</h1>
      {draft === null && version === null ? (
        <p class="lead">{text('lead')}</p>
      ) : (
        <p>
          <a href={overviewAddress} onClick={follow}>
            {text('back')}
          </a>
        </p>
      )}
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : draft !== null ? (
        <DraftPage
          key={draft}
          id={draft}
          versions={data.versions}
          mayChange={mayChange}
          onPublished={(newest) => {
            published.value = newest;
            void refresh();
            go(overviewAddress, 'replace');
          }}
          onDiscarded={() => {
            void refresh();
            go(overviewAddress, 'replace');
          }}
        />
      ) : version !== null ? (
        <VersionPage key={version} name={version} versions={data.versions} begin={mayChange ? begin : null} />
      ) : (
        <Overview list={data} published={published.value} begin={mayChange ? begin : null} />
      )}
    </>
  );
}

interface OverviewProps {
  list: QuestionnaireList;
  published: string | null;
  begin: ((name: string) => Promise<void>) | null;
}

function Overview({ list, published, begin }: OverviewProps) {
  return (
    <>
      {published !== null && (
        <Notice tone="good" title={text('published', { version: published })} role="status">
          <p>{text('publishedHint')}</p>
        </Notice>
      )}
      <section class="card" aria-labelledby="versions">
        <h2 id="versions">{text('versions')}</h2>
        <VersionsTable versions={list.versions} />
      </section>
      <section class="card" aria-labelledby="drafts">
        <h2 id="drafts">{text('drafts')}</h2>
        <Drafts drafts={list.drafts} begin={begin} />
      </section>
    </>
  );
}
