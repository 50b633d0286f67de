// Comments that may be read: search, month and theme, how many have each theme, and the way back for personnel.
import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import {
  type Comment,
  type CommentList,
  type CommentTag,
  commentTags,
} from '../../shared/contract/comments.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { formatCount, locale } from '../i18n/locale.ts';
import { go, query } from '../navigation/router.ts';
import { CommentHead } from './CommentHead.tsx';
import { eraseComment, listComments, withdrawComment } from './comments-api.ts';
import { tagText, text } from './texts.ts';

const typingMs = 300;
const pageLength = 20;

interface Released {
  mayClear: boolean;
  waiting: Signal<number | null>;
}

export function ReleasedComments({ mayClear, waiting }: Released) {
  const list = useSignal<CommentList | null>(null);
  const failure = useSignal<unknown>(null);
  const latest = useRef(0);
  const period = query.value.get('month') ?? '';
  const askedTag = query.value.get('tag') ?? '';
  const tag = commentTags.find((one) => one === askedTag) ?? '';
  const q = query.value.get('q') ?? '';

  const load = useCallback(
    async (after?: string) => {
      latest.current += 1;
      const own = latest.current;
      try {
        const question = { state: 'released', period, tag, q, limit: pageLength } as const;
        const answer = await listComments(after === undefined ? question : { ...question, after });
        if (own !== latest.current) return;
        const before = after === undefined ? [] : (list.peek()?.comments ?? []);
        list.value = { ...answer, comments: [...before, ...answer.comments] };
        waiting.value = answer.waiting;
        failure.value = null;
      } catch (error) {
        if (own === latest.current) failure.value = error;
      }
    },
    [period, tag, q, list, failure, waiting],
  );
  useEffect(() => {
    void load();
  }, [load]);

  const isNarrowed = period !== '' || tag !== '' || q !== '';
  const shown = list.value;
  return (
    <section class="card" aria-label={text('tab.released')}>
      <Search period={period} tag={tag} q={q} />
      {failure.value !== null && <Failure error={failure.value} onRetry={() => void load()} />}
      {shown === null ? (
        failure.value === null && <Loading />
      ) : shown.total === 0 ? (
        <div class="empty">
          <p class="empty-title">{text(isNarrowed ? 'read.noneFound' : 'read.none')}</p>
          {isNarrowed ? (
            <button type="button" class="button" onClick={() => narrow({ month: '', tag: '', q: '' })}>
              {text('read.clear')}
            </button>
          ) : (
            <p>{text('read.noneHint')}</p>
          )}
        </div>
      ) : (
        <>
          <p class="comment-total" role="status">
            {text('read.found', { n: shown.total })}
          </p>
          <Themes list={shown} />
          <ol class="comment-list">
            {shown.comments.map((comment) => (
              <li key={comment.id} data-comment={comment.id}>
                <Released comment={comment} mayClear={mayClear} onGone={() => void load()} />
              </li>
            ))}
          </ol>
          {shown.next !== null && (
            <button type="button" class="button" onClick={() => void load(shown.next!)}>
              {text('read.more')}
            </button>
          )}
        </>
      )}
    </section>
  );
}

/** Puts the question into the address, so that it can be kept and shared. */
function narrow(changes: { month?: string; tag?: string; q?: string }): void {
  const parameters = new URLSearchParams(query.peek());
  parameters.set('part', 'released');
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') parameters.delete(name);
    else parameters.set(name, value);
  }
  go(`/admin/comments?${parameters}`, 'replace');
}

function Search({ period, tag, q }: { period: string; tag: CommentTag | ''; q: string }) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <search class="comment-search">
      <div class="field">
        <label for="comment-q">{text('read.search')}</label>
        <input
          id="comment-q"
          type="search"
          maxLength={100}
          value={q}
          placeholder={text('read.searchHint')}
          onInput={(event) => {
            const value = event.currentTarget.value.trim();
            clearTimeout(timer.current);
            timer.current = setTimeout(() => narrow({ q: value }), typingMs);
          }}
        />
      </div>
      <div class="field">
        <label for="comment-month">{text('read.month')}</label>
        <input
          id="comment-month"
          type="month"
          value={period}
          onChange={(event) => narrow({ month: event.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for="comment-tag">{text('read.tag')}</label>
        <select id="comment-tag" value={tag} onChange={(event) => narrow({ tag: event.currentTarget.value })}>
          <option value="">{text('read.allTags')}</option>
          {commentTags.map((one) => (
            <option key={one} value={one}>
              {tagText(one)}
            </option>
          ))}
        </select>
      </div>
    </search>
  );
}

function Themes({ list }: { list: CommentList }) {
  if (list.themes.length === 0) return null;
  const most = Math.max(...list.themes.map(({ count }) => count));
  return (
    <table class="table comment-themes">
      <caption>{text('read.themes')}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{text('read.tag')}</th>
          <th scope="col">{text('read.count')}</th>
        </tr>
      </thead>
      <tbody>
        {[...list.themes]
          .sort((a, b) => b.count - a.count)
          .map(({ tag, count }) => (
            <tr key={tag}>
              <th scope="row">
                <button type="button" class="button button-quiet" onClick={() => narrow({ tag })}>
                  {tagText(tag)}
                </button>
              </th>
              <td class="number">
                <span
                  class="comment-bar"
                  style={{ inlineSize: `${(count / most) * 60}%` }}
                  aria-hidden="true"
                />
                {formatCount(count, locale.value)}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

function Released(props: { comment: Comment; mayClear: boolean; onGone: () => void }) {
  const { comment, mayClear, onGone } = props;
  const isErasing = useSignal(false);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const act = async (work: (id: string) => Promise<unknown>) => {
    busy.value = true;
    try {
      await work(comment.id);
      onGone();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  return (
    <article>
      <CommentHead comment={comment} />
      <p class="comment-text">{comment.text ?? text('unreadable')}</p>
      {comment.tags.length > 0 && (
        <ul class="comment-tag-list">
          {comment.tags.map((tag) => (
            <li key={tag}>{tagText(tag)}</li>
          ))}
        </ul>
      )}
      {failure.value !== null && <Failure error={failure.value} />}
      {isErasing.value && (
        <Confirm
          question={text('clear.eraseAsk')}
          warning={text('clear.eraseWarning')}
          yes={text('clear.erase')}
          busy={busy.value}
          onYes={() => void act(eraseComment)}
          onNo={() => {
            isErasing.value = false;
          }}
        />
      )}
      {mayClear && !isErasing.value && (
        <div class="row">
          <button
            type="button"
            class="button"
            disabled={busy.value}
            onClick={() => void act(withdrawComment)}
          >
            {text('read.withdraw')}
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              isErasing.value = true;
            }}
          >
            {text('clear.erase')}
          </button>
        </div>
      )}
    </article>
  );
}
