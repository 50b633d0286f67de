// The signed-in person's pages, each its own chunk, so that an officer's phone does not load the board's socket client. A
// wall screen by link has an entry of its own (wall.tsx).
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ErrorBoundary } from './components/ErrorBoundary.tsx';
import { Failure } from './components/Failure.tsx';
import { LanguageSwitch } from './components/LanguageSwitch.tsx';
import { Loading } from './components/Loading.tsx';
import { Notice } from './components/Notice.tsx';
import { errorText } from './http/error-text.ts';
import { ApiError } from './http/request.ts';
import { t } from './i18n/locale.ts';
import { openedByLink } from './navigation/one-time-pages.ts';
import type { PageProps } from './navigation/page-props.ts';
import { isSetup, mayOpen, menuPageOf, type PageName, pageAt, pages, pagesOf } from './navigation/pages.ts';
import { follow, go, linkToken, path, query, startRouter } from './navigation/router.ts';
import { SetupMenu } from './navigation/SetupMenu.tsx';
import { SignIn } from './session/SignIn.tsx';
import { loadSession, session, signOut } from './session/session.ts';

const loaders: Record<PageName, () => Promise<ComponentType<PageProps>>> = {
  board: async () => (await import('./board/ManagerBoard.tsx')).ManagerBoard,
  counter: async () => (await import('./counter/CounterPage.tsx')).CounterPage,
  result: async () => (await import('./officers/MyResultPage.tsx')).MyResultPage,
  officers: async () => (await import('./officers/OfficersPage.tsx')).OfficersPage,
  alerts: async () => (await import('./alerts/AlertsPage.tsx')).AlertsPage,
  comments: async () => (await import('./comments/CommentsPage.tsx')).CommentsPage,
  reports: async () => (await import('./reports/ReportsPage.tsx')).ReportsPage,
  export: async () => (await import('./exports/ExportPage.tsx')).ExportPage,
  paper: async () => (await import('./paper/PaperPage.tsx')).PaperPage,
  guide: async () => (await import('./setup/SetupPage.tsx')).SetupPage,
  periods: async () => (await import('./kpi/pages.ts')).PeriodsPage,
  sheets: async () => (await import('./kpi/pages.ts')).SheetsPage,
  sheet: async () => (await import('./kpi/pages.ts')).MySheetPage,
  petitions: async () => (await import('./kpi/pages.ts')).PetitionsPage,
  figures: async () => (await import('./kpi/pages.ts')).FiguresPage,
  policies: async () => (await import('./policies/PoliciesPage.tsx')).PoliciesPage,
  positions: async () => (await import('./setup/pages.ts')).PositionsPage,
  surveys: async () => (await import('./field-surveys/SurveysPage.tsx')).SurveysPage,
  questionnaires: async () => (await import('./questionnaires/QuestionnairesPage.tsx')).QuestionnairesPage,
  devices: async () => (await import('./devices/DevicesPage.tsx')).DevicesPage,
  printers: async () => (await import('./setup/pages.ts')).PrintersPage,
  posters: async () => (await import('./setup/pages.ts')).PostersPage,
  links: async () => (await import('./links/LinksPage.tsx')).LinksPage,
  languages: async () => (await import('./setup/pages.ts')).LanguagesPage,
  backups: async () => (await import('./setup/pages.ts')).BackupsPage,
  users: async () => (await import('./access/UsersPage.tsx')).UsersPage,
  keys: async () => (await import('./access/KeysPage.tsx')).KeysPage,
  audit: async () => (await import('./access/AuditPage.tsx')).AuditPage,
  account: async () => (await import('./access/AccountPage.tsx')).AccountPage,
  webhooks: async () => (await import('./webhooks/WebhooksPage.tsx')).WebhooksPage,
};
/** One officer's evidence, which the list of officers does not wait for. */
const loadOfficer = async () => (await import('./officers/OfficerPage.tsx')).OfficerPage;
const loadChoosePassword = async () => (await import('./access/ChoosePassword.tsx')).ChoosePassword;
const loadWall = async () => (await import('./board/SessionWall.tsx')).SessionWall;

const wallReloadMs = 30_000;
const askAgainMs = 10_000;

startRouter();
const opened = openedByLink();
if (opened === null) void loadSession();
// A wall's link pasted over an open page of the application changes only the fragment, which loads nothing by itself.
addEventListener('hashchange', () => {
  if (pageAt(path.value) === 'board' && linkToken() !== null) location.reload();
});

export function App() {
  if (opened !== null) {
    return (
      <ErrorBoundary reloadAfterMs={null}>
        <Lazy name="choose-password" load={loadChoosePassword} props={opened} />
      </ErrorBoundary>
    );
  }
  const state = session.value;
  switch (state.kind) {
    case 'unknown':
      return (
        <main id="main" class="page">
          <Loading />
        </main>
      );
    case 'unavailable':
      return (
        <main id="main" class="page">
          <h1>{t('app.name')}</h1>
          <Unavailable error={state.error} />
        </main>
      );
    case 'signed-out':
      document.title = `${t('signIn.title')} · ${t('app.name')}`;
      return <SignIn reason={state.reason} />;
    case 'signed-in':
      return <SignedIn key={state.session.name} session={state.session} />;
  }
}

/** The server could not be asked who is signed in: asks again by itself, and at once when told to. */
function Unavailable({ error }: { error: ApiError }) {
  useEffect(() => {
    const timer = setInterval(() => void loadSession(), askAgainMs);
    return () => clearInterval(timer);
  }, []);
  return <Failure error={error} onRetry={() => void loadSession()} />;
}

function SignedIn({ session: own }: PageProps) {
  const at = pageAt(path.value);
  const [home] = pagesOf(own.role);
  useEffect(() => {
    if (at === 'home' && home !== undefined) go(pages[home].path, 'replace');
  }, [at, home]);

  // Until a second factor that is demanded is set up, the server answers the own account only.
  const page = own.secondFactor === 'needed' ? 'account' : at === 'home' ? home : at;
  if (page === 'board' && mayOpen('board', own.role) && query.value.get('view') === 'wall') {
    return (
      <ErrorBoundary reloadAfterMs={wallReloadMs}>
        <Lazy name="wall" load={loadWall} props={{}} />
      </ErrorBoundary>
    );
  }
  return (
    <>
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      <Header session={own} current={page == null ? null : menuPageOf(page)} />
      <Main page={page ?? null} session={own} />
    </>
  );
}

function Header({ session: own, current }: PageProps & { current: PageName | null }) {
  const ownPages =
    own.secondFactor === 'needed'
      ? []
      : pagesOf(own.role).filter((page) => page !== 'account' && menuPageOf(page) === page);
  const setupPages = ownPages.filter(isSetup);
  const link = (page: PageName) => (
    <a
      key={page}
      class="nav-link"
      href={pages[page].path}
      aria-current={page === current ? 'page' : undefined}
      onClick={follow}
    >
      {t(pages[page].label)}
    </a>
  );
  return (
    <header class="header">
      <p class="brand">{t('app.name')}</p>
      {ownPages.length > 1 && (
        <nav class="nav" aria-label={t('app.navigation')}>
          {ownPages.filter((page) => !isSetup(page)).map(link)}
          {setupPages.length > 0 && (
            <SetupMenu isCurrent={current !== null && isSetup(current)}>{setupPages.map(link)}</SetupMenu>
          )}
        </nav>
      )}
      <LanguageSwitch />
      <div class="who">
        <a
          class="who-name"
          href={pages.account.path}
          aria-current={current === 'account' ? 'page' : undefined}
          onClick={follow}
        >
          {t('app.signedInAs', { name: own.name, role: t(`role.${own.role}`) })}
        </a>
        <button type="button" class="button-quiet" onClick={() => void leave()}>
          {t('app.signOut')}
        </button>
      </div>
      {leaveError.value !== null && <Notice tone="bad" title={errorText(leaveError.value)} role="alert" />}
    </header>
  );
}

const leaveError = signal<unknown>(null);
async function leave(): Promise<void> {
  leaveError.value = null;
  try {
    await signOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    leaveError.value = error;
  }
}

function Main({ page, session: own }: PageProps & { page: PageName | null }) {
  const main = useRef<HTMLElement>(null);
  const officer = page === 'officers' ? query.value.get('officer') : null;
  const at = officer === null ? page : `officer ${officer}`;
  const shown = useRef(at);
  const isOpen = page !== null && mayOpen(page, own.role);
  const title = page === null ? t('app.notFound') : isOpen ? t(pages[page].label) : t('app.notAllowed');
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  useEffect(() => {
    // Following a link inside the application moves the focus as loading a page would.
    if (shown.current !== at) main.current?.focus();
    shown.current = at;
  }, [at]);

  return (
    <main id="main" class={isOpen ? `page page-${page}` : 'page'} ref={main} tabIndex={-1}>
      {isOpen ? (
        <ErrorBoundary key={page} reloadAfterMs={null}>
          {officer === null ? (
            <Lazy name={page} load={loaders[page]} props={{ session: own }} />
          ) : (
            <Lazy name="officer" load={loadOfficer} props={{ officer }} />
          )}
        </ErrorBoundary>
      ) : (
        <>
          <h1>{title}</h1>
          <p>
            {page === null ? t('app.notFoundHint') : t('app.notAllowedHint', { role: t(`role.${own.role}`) })}
          </p>
          <p>
            <a class="button" href="/admin/" onClick={follow}>
              {t('app.home')}
            </a>
          </p>
        </>
      )}
    </main>
  );
}

/** Chunks that have arrived, and those that failed, by name. */
const chunks = signal<Record<string, ComponentType<never> | { failed: true }>>({});

/** Shows a page once its chunk is there. A chunk that does not come (server away) is asked for again. */
function Lazy<P extends object>(given: { name: string; load: () => Promise<ComponentType<P>>; props: P }) {
  const { name, load, props } = given;
  const chunk = chunks.value[name];
  useEffect(() => {
    if (chunk === undefined) void fetchChunk(name, load as () => Promise<ComponentType<never>>);
  }, [name, chunk, load]);
  if (chunk === undefined) return <Loading />;
  if (typeof chunk === 'object' && 'failed' in chunk) {
    return <Failure error={new ApiError('unreachable')} onRetry={() => location.reload()} />;
  }
  const Page = chunk as unknown as ComponentType<P>;
  return <Page {...props} />;
}

async function fetchChunk(name: string, load: () => Promise<ComponentType<never>>): Promise<void> {
  try {
    const Page = await load();
    chunks.value = { ...chunks.value, [name]: Page };
  } catch (error) {
    console.error(error);
    chunks.value = { ...chunks.value, [name]: { failed: true } };
    // Nobody is at hand on a wall; a failed import is remembered by the browser, so the page is loaded anew.
    if (name === 'wall') setTimeout(() => location.reload(), wallReloadMs);
  }
}
