// The live board for people at a desk: figures, levels, every counter with its officer on duty, every device, and the
// officers' figures as the last seal left them.

import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { BoardState } from '../../shared/contract/board.ts';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { formatCount, formatDay, locale, t } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { ConnectionState } from './ConnectionState.tsx';
import { Figures } from './Figures.tsx';
import { LevelsFigure } from './LevelsFigure.tsx';
import { SampleMark } from './SampleMark.tsx';
import { useBoard } from './use-board.ts';

export function ManagerBoard(_props: PageProps) {
  const feed = useBoard(false).value;
  const { board } = feed;
  return (
    <>
      <div class="board-head">
        <div>
          <h1>{board === null ? t('board.title') : board.centre.name}</h1>
          {board !== null && <p class="board-day">{formatDay(board.day, locale.value)}</p>}
        </div>
        {board?.centre.sample === true && <SampleMark />}
        <ConnectionState feed={feed} />
        <a class="button board-wall" href="/admin/board?view=wall" target="_blank" rel="noreferrer">
          {t('board.wall')}
        </a>
      </div>
      {board === null ? (
        feed.connection.kind === 'refused' ? (
          <Notice tone="warning" title={t('board.busy')} />
        ) : (
          <Loading text={t('board.cutOffEmpty')} />
        )
      ) : (
        <>
          <Sections board={board} />
          <OfficersBelow />
        </>
      )}
    </>
  );
}

/**
 * The officers' section, below the live figures: it and its own chunk are asked for when somebody scrolls that far, or
 * prints the page, so that the live board does not wait for them.
 */
function OfficersBelow() {
  const section = useSignal<{ Section: ComponentType } | null>(null);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let isAsked = false;
    let isHere = true;
    const ask = () => {
      if (isAsked) return;
      isAsked = true;
      import('./OfficersSection.tsx')
        .then(({ OfficersSection }) => {
          if (isHere) section.value = { Section: OfficersSection };
        })
        .catch((error: unknown) => {
          isAsked = false;
          console.error(error);
        });
    };
    // A little before it is seen: the place is empty, and what has no height may lie a part of a pixel below the edge.
    const sight = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) ask();
      },
      { rootMargin: '0px 0px 40px 0px' },
    );
    sight.observe(place.current!);
    addEventListener('beforeprint', ask);
    return () => {
      isHere = false;
      sight.disconnect();
      removeEventListener('beforeprint', ask);
    };
  }, [section]);
  const Section = section.value?.Section;
  return (
    <div ref={place} class="board-below">
      {Section !== undefined && <Section />}
    </div>
  );
}

function Sections({ board }: { board: BoardState }) {
  return (
    <>
      <Figures board={board} />
      <div class="board-sections">
        <div class="board-column">
          <section class="card" aria-labelledby="levels">
            <h2 id="levels">{t('board.levels')}</h2>
            <LevelsFigure levels={board.levels} />
          </section>
          <section class="card board-devices" aria-labelledby="devices">
            <h2 id="devices">{t('board.devices')}</h2>
            <Devices board={board} />
          </section>
        </div>
        <section class="card" aria-labelledby="counters">
          <h2 id="counters">{t('board.counters')}</h2>
          <Counters board={board} />
        </section>
      </div>
    </>
  );
}

function Counters({ board }: { board: BoardState }) {
  if (board.counters.length === 0) {
    return (
      <div class="empty">
        <p class="empty-title">{t('board.countersNone')}</p>
        <p>{t('board.countersNoneHint')}</p>
      </div>
    );
  }
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t('board.counter')}</th>
          <th scope="col">{t('board.officer')}</th>
          <th scope="col" class="number">
            {t('board.visitsShort')}
          </th>
          <th scope="col" class="number">
            {t('board.responsesShort')}
          </th>
        </tr>
      </thead>
      <tbody>
        {board.counters.map((counter) => (
          <tr key={counter.code} data-counter={counter.code}>
            <th scope="row">{counter.name}</th>
            <td>
              {counter.officer === null ? (
                <span class="muted">{t('board.nobody')}</span>
              ) : (
                counter.officer.name
              )}
            </td>
            <td class="number">{formatCount(counter.visits, locale.value)}</td>
            <td class="number">{formatCount(counter.responses, locale.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Devices({ board }: { board: BoardState }) {
  if (board.devices.length === 0) return <p class="empty-title">{t('board.devicesNone')}</p>;
  const counterNames = new Map(board.counters.map((counter) => [counter.code, counter.name]));
  // The dark ones first: they are what someone has to see to.
  const devices = [...board.devices].sort(
    (a, b) => Number(a.state === 'online') - Number(b.state === 'online'),
  );
  return (
    <table class="table table-stacked">
      <thead>
        <tr>
          <th scope="col">{t('board.device')}</th>
          <th scope="col">{t('board.counter')}</th>
          <th scope="col">{t('board.deviceState')}</th>
          <th scope="col" class="number">
            {t('board.deviceOutbox')}
          </th>
        </tr>
      </thead>
      <tbody>
        {devices.map((device) => (
          <tr key={device.id}>
            <th scope="row">{device.label}</th>
            <td data-label={t('board.counter')}>
              {device.counter === null
                ? t('board.exit')
                : (counterNames.get(device.counter) ?? device.counter)}
            </td>
            <td data-label={t('board.deviceState')}>
              <span class={`state state-${device.state}`}>{t(`device.${device.state}`)}</span>
            </td>
            <td data-label={t('board.deviceOutbox')} class="number">
              {formatCount(device.outboxSize, locale.value)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
