// The live board for a screen on the wall: 1920x1080, read from 6 m, nobody at hand. No officer's level, no navigation.
// The counters turn pages when there are more than fit; a key or the button stops that.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { BoardState } from '../../shared/contract/board.ts';
import { boardText as t } from '../i18n/board-text.ts';
import { formatCount, formatDay, locale } from '../i18n/locale.ts';
import type { FeedState } from './board-feed.ts';
import { pageOf } from './board-figures.ts';
import { ConnectionState, isLinkInvalid } from './ConnectionState.tsx';
import { Figures } from './Figures.tsx';
import { keepShell } from './keep-shell.ts';
import { LevelsFigure } from './LevelsFigure.tsx';
import { SampleMark } from './SampleMark.tsx';

const countersPerPage = 6;
const pageMs = 12_000;
const pointingMs = 4_000;

export function WallBoard({ feed }: { feed: FeedState }) {
  // A revoked link stops showing figures, also those it had.
  const board = isLinkInvalid(feed) ? null : feed.board;
  const isLive = feed.connection.kind === 'live';
  useEffect(() => {
    // Once live, everything the page needs has been loaded.
    if (isLive) void keepShell();
  }, [isLive]);
  useEffect(() => {
    document.title = `${t('board.title')} · ${t('app.name')}`;
    document.documentElement.classList.add('wall-root');
    return () => document.documentElement.classList.remove('wall-root');
  }, []);
  const { isPointing, onPointerMove } = usePointing();
  return (
    <main id="main" class={isPointing.value ? 'wall wall-pointing' : 'wall'} onPointerMove={onPointerMove}>
      <header class="wall-head">
        <div class="wall-line">
          <h1>{board === null ? t('app.name') : board.centre.name}</h1>
          {board?.centre.sample === true && <SampleMark />}
        </div>
        <div class="wall-line">
          <p class="board-day">{board !== null && formatDay(board.day, locale.value)}</p>
          <ConnectionState feed={feed} />
        </div>
      </header>
      {board === null ? <Waiting isInvalid={isLinkInvalid(feed)} /> : <Sections board={board} />}
    </main>
  );
}

/** True for a while after the pointer moved: on a wall the cursor and the button for people stay out of sight. */
function usePointing() {
  const isPointing = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onPointerMove = () => {
    isPointing.value = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      isPointing.value = false;
    }, pointingMs);
  };
  return { isPointing, onPointerMove };
}

function Waiting({ isInvalid }: { isInvalid: boolean }) {
  return (
    <div class="wall-waiting">
      <p>{isInvalid ? t('board.refusedHint') : t('board.cutOffEmpty')}</p>
    </div>
  );
}

function Sections({ board }: { board: BoardState }) {
  return (
    <>
      <Figures board={board} />
      <div class="wall-sections">
        <section class="card" aria-labelledby="levels">
          <h2 id="levels">{t('board.levels')}</h2>
          <LevelsFigure levels={board.levels} />
        </section>
        <section class="card" aria-labelledby="counters">
          <Counters board={board} />
        </section>
      </div>
    </>
  );
}

function Counters({ board }: { board: BoardState }) {
  const page = useSignal(0);
  const isStopped = useSignal(false);
  const isPaged = board.counters.length > countersPerPage;
  useEffect(() => {
    if (!isPaged) return;
    const timer = setInterval(() => {
      if (!isStopped.value) page.value += 1;
    }, pageMs);
    return () => clearInterval(timer);
  }, [isPaged, isStopped, page]);

  const { from, items } = pageOf(board.counters, page.value, countersPerPage);
  return (
    <>
      <h2 id="counters">
        {isPaged
          ? t('board.countersPage', { from: from + 1, to: from + items.length, all: board.counters.length })
          : t('board.counters')}
      </h2>
      {board.counters.length === 0 ? (
        <p class="empty-title">{t('board.countersNone')}</p>
      ) : (
        <table class="table wall-counters">
          <thead>
            <tr>
              <th scope="col">{t('board.counter')}</th>
              <th scope="col">{t('counter.officer')}</th>
              <th scope="col" class="number">
                {t('board.visitsShort')}
              </th>
              <th scope="col" class="number">
                {t('board.responsesShort')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((counter) => (
              <tr key={counter.code} data-counter={counter.code}>
                <th scope="row">{counter.name}</th>
                <td class="wall-officer">{counter.officer?.name ?? '–'}</td>
                <td class="number">{formatCount(counter.visits, locale.value)}</td>
                <td class="number">{formatCount(counter.responses, locale.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isPaged && (
        <button
          type="button"
          class="button wall-stop"
          onClick={() => {
            isStopped.value = !isStopped.value;
          }}
        >
          {isStopped.value ? t('board.resume') : t('board.pause')}
        </button>
      )}
    </>
  );
}
