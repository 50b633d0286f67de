// One comment at a time: take out what could tell who wrote it, name its themes, release or erase it.
import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { personalDataIn, redacted } from '../../shared/comments/personal-data.ts';
import type { Comment, CommentTag } from '../../shared/contract/comments.ts';
import { commentCharsMax } from '../../shared/contract/responses.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useUnsaved } from '../components/use-unsaved.ts';
import { ApiError } from '../http/request.ts';
import { CommentHead } from './CommentHead.tsx';
import { eraseComment, listComments, releaseComment, withdrawComment } from './comments-api.ts';
import { TagChoices } from './TagChoices.tsx';
import { text } from './texts.ts';

const everyMs = 60_000;
const pageLength = 20;

interface Done {
  /** `taken`: somebody else was faster. */
  what: 'released' | 'erased' | 'undone' | 'taken';
  id: string;
}

export function ClearingDesk({ waiting }: { waiting: Signal<number | null> }) {
  const queue = useSignal<readonly Comment[] | null>(null);
  const skipped = useRef(new Set<string>());
  const failure = useSignal<unknown>(null);
  const done = useSignal<Done | null>(null);

  const load = useCallback(async () => {
    try {
      const list = await listComments({ state: 'waiting', period: '', tag: '', q: '', limit: pageLength });
      queue.value = list.comments;
      waiting.value = list.waiting;
      failure.value = null;
    } catch (error) {
      failure.value = error;
    }
  }, [queue, waiting, failure]);

  useEffect(() => {
    void load();
    // An empty desk looks again by itself; a full one stays as it is under the reader's hands.
    const timer = setInterval(() => {
      if (queue.peek()?.length === 0) void load();
    }, everyMs);
    return () => clearInterval(timer);
  }, [load, queue]);

  const finished = async (what: Done['what'], id: string) => {
    done.value = { what, id };
    queue.value = (queue.value ?? []).filter((one) => one.id !== id);
    if (waiting.value !== null) waiting.value -= 1;
    if (queue.value.length === 0) await load();
  };

  const undo = async (id: string) => {
    try {
      await withdrawComment(id);
      done.value = { what: 'undone', id };
      await load();
    } catch (error) {
      failure.value = error;
    }
  };

  const later = (comment: Comment) => {
    skipped.current.add(comment.id);
    queue.value = [...(queue.value ?? []).filter((one) => one.id !== comment.id), comment];
    done.value = null;
  };

  const comment = queue.value?.[0];
  return (
    <section class="card comment-desk" aria-label={text('tab.waiting', { n: waiting.value ?? 0 })}>
      {done.value !== null && (
        <Notice
          tone={done.value.what === 'taken' ? 'info' : 'good'}
          title={text(`clear.${done.value.what}`)}
          role="status"
        >
          {done.value.what === 'released' && (
            <button type="button" class="button" onClick={() => void undo(done.value!.id)}>
              {text('clear.undo')}
            </button>
          )}
        </Notice>
      )}
      {failure.value !== null && <Failure error={failure.value} onRetry={() => void load()} />}
      {queue.value === null ? (
        failure.value === null && <Loading />
      ) : comment === undefined ? (
        <div class="empty">
          <p class="empty-title">{text('clear.none')}</p>
          <p>{text('clear.noneHint')}</p>
        </div>
      ) : (
        <Clearing
          key={comment.id}
          comment={comment}
          mayWait={queue.value.length > 1}
          onLater={() => later(comment)}
          onDone={(what) => void finished(what, comment.id)}
        />
      )}
    </section>
  );
}

interface ClearingProps {
  comment: Comment;
  mayWait: boolean;
  onLater: () => void;
  onDone: (what: 'released' | 'erased' | 'taken') => void;
}

function Clearing({ comment, mayWait, onLater, onDone }: ClearingProps) {
  const original = comment.text ?? '';
  const draft = useSignal(original);
  const tags = useSignal<readonly CommentTag[]>(comment.tags);
  const busy = useSignal(false);
  const isErasing = useSignal(false);
  const complaint = useSignal<'clear.redactNone' | 'clear.textMissing' | null>(null);
  const failure = useSignal<unknown>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isChanged = draft.value !== original || tags.value.length !== comment.tags.length;
  useUnsaved(isChanged);

  const redact = (start: number, end: number) => {
    if (start === end) {
      complaint.value = 'clear.redactNone';
      return;
    }
    complaint.value = null;
    draft.value = redacted(draft.value, start, end);
    field.current?.focus();
  };

  const act = async (what: 'released' | 'erased') => {
    if (busy.value) return;
    const value = draft.value.trim();
    if (what === 'released' && value === '') {
      complaint.value = 'clear.textMissing';
      field.current?.focus();
      return;
    }
    busy.value = true;
    failure.value = null;
    try {
      if (what === 'released') await releaseComment(comment.id, value, tags.value);
      else await eraseComment(comment.id);
      onDone(what);
    } catch (error) {
      if (error instanceof ApiError && ['draft-changed', 'already-erased'].includes(error.code)) {
        onDone('taken');
        return;
      }
      failure.value = error;
      busy.value = false;
      isErasing.value = false;
    }
  };

  const found = personalDataIn(draft.value);
  return (
    <form
      class="comment-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void act('released');
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void act('released');
      }}
    >
      <p>{text('clear.lead')}</p>
      <CommentHead comment={comment} />
      {failure.value !== null && <Failure error={failure.value} />}
      {comment.text === null ? (
        <Notice tone="warning" title={text('unreadable')} />
      ) : (
        <>
          <div class="field">
            <label for="comment-text">{text('clear.text')}</label>
            <p id="comment-hint" class="field-hint">
              {text('clear.hint')}
            </p>
            <textarea
              ref={field}
              id="comment-text"
              rows={5}
              maxLength={commentCharsMax}
              value={draft.value}
              onInput={(event) => {
                draft.value = event.currentTarget.value;
                complaint.value = null;
              }}
              aria-describedby="comment-hint comment-error"
              aria-invalid={complaint.value !== null}
            />
            <p id="comment-error" class="field-error" role="alert">
              {complaint.value !== null && text(complaint.value)}
            </p>
          </div>
          {found.length > 0 && (
            <div class="comment-found">
              <p>{text('clear.found')}</p>
              <ul>
                {found.map(({ kind, start, end }) => (
                  <li key={`${start}-${end}`}>
                    <button type="button" class="button" onClick={() => redact(start, end)}>
                      {text('clear.foundRedact', { text: draft.value.slice(start, end) })}
                    </button>{' '}
                    {text(`kind.${kind}`)}
                  </li>
                ))}
              </ul>
            </div>
          )}
          <div class="row">
            <button
              type="button"
              class="button"
              onClick={() => redact(field.current?.selectionStart ?? 0, field.current?.selectionEnd ?? 0)}
            >
              {text('clear.redact')}
            </button>
            {draft.value !== original && (
              <button
                type="button"
                class="button"
                onClick={() => {
                  draft.value = original;
                }}
              >
                {text('clear.restore')}
              </button>
            )}
          </div>
          <TagChoices chosen={tags} />
        </>
      )}
      {isErasing.value && (
        <Confirm
          question={text('clear.eraseAsk')}
          warning={text('clear.eraseWarning')}
          yes={text('clear.erase')}
          busy={busy.value}
          onYes={() => void act('erased')}
          onNo={() => {
            isErasing.value = false;
          }}
        />
      )}
      <div class="row comment-actions">
        {comment.text !== null && (
          <button type="submit" class="button button-primary" aria-disabled={busy.value}>
            {busy.value ? text('clear.releasing') : text('clear.release')}
          </button>
        )}
        {mayWait && (
          <button
            type="button"
            class="button"
            onClick={() => {
              if (!isChanged || confirm(text('clear.leave'))) onLater();
            }}
          >
            {text('clear.skip')}
          </button>
        )}
        <button
          type="button"
          class="button comment-erase"
          onClick={() => {
            isErasing.value = true;
          }}
        >
          {text('clear.erase')}
        </button>
      </div>
    </form>
  );
}
