// Entry of a screen on a wall, opened by a link with a token: the board alone, without session and navigation. start.ts
// chooses between this and main.tsx.
import { render } from 'preact';
import { useLinkedBoard } from './board/use-linked-board.ts';
import { WallBoard } from './board/WallBoard.tsx';
import { ErrorBoundary } from './components/ErrorBoundary.tsx';
import { startLocale } from './i18n/locale.ts';
import { linkToken, startRouter } from './navigation/router.ts';

const reloadMs = 30_000;

function Wall({ link }: { link: string }) {
  return <WallBoard feed={useLinkedBoard(link).value} />;
}

startLocale();
startRouter();
const link = linkToken();
// Another link pasted into the address changes only the fragment, which loads nothing by itself.
addEventListener('hashchange', () => {
  if (linkToken() !== link) location.reload();
});
const host = document.getElementById('app');
if (host === null) throw new Error('index.html has no #app');
if (link === null) throw new Error('a wall is opened by a link with its token');
render(
  <ErrorBoundary reloadAfterMs={reloadMs}>
    <Wall link={link} />
  </ErrorBoundary>,
  host,
);
