// Whether the figures are live, and how old they are when they are not. The state is announced once; the ticking age
// stands outside the announced part.
import { useNow } from '../components/use-now.ts';
import { boardText as t } from '../i18n/board-text.ts';
import { formatDuration, locale } from '../i18n/locale.ts';
import { dataAgeMs, type FeedState } from './board-feed.ts';

/** Codes that mean "this link is not valid", as against "not now". */
const invalidLinkCodes: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden', 'not-found']);

export const isLinkInvalid = (feed: FeedState): boolean =>
  feed.connection.kind === 'refused' && invalidLinkCodes.has(feed.connection.code);

export function ConnectionState({ feed }: { feed: FeedState }) {
  const kind = feed.connection.kind;
  return (
    <div class={`connection connection-${kind}`}>
      <p class="connection-text" role="status">
        {stateText(feed)}
      </p>
      {kind !== 'live' && !isLinkInvalid(feed) && <Age feed={feed} />}
    </div>
  );
}

function Age({ feed }: { feed: FeedState }) {
  const now = useNow(Date.now);
  const age = dataAgeMs(feed, now.value);
  if (age === null) return null;
  return <p class="connection-age">{t('board.cutOffAge', { age: formatDuration(age, locale.value) })}</p>;
}

function stateText(feed: FeedState): string {
  switch (feed.connection.kind) {
    case 'live':
      return t('board.live');
    case 'connecting':
      return t('board.connecting');
    case 'cut-off':
      return t('board.cutOff');
    case 'refused':
      return isLinkInvalid(feed) ? t('board.refused') : t('board.busy');
  }
}
