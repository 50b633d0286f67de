// Keys one form after the other: its number, a digit an answer, the next. The form that is done is held for a moment in
// which it can be taken back, then sent; nothing of its answers is shown from the moment it is done.
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { PaperBatch } from '../../shared/contract/paper.ts';
import type { Answers, Item, Questionnaire } from '../../shared/contract/questionnaire.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { useTask } from '../components/use-task.ts';
import { useUnsaved } from '../components/use-unsaved.ts';
import { newRequestId } from '../counter/request-id.ts';
import { locale } from '../i18n/locale.ts';
import { choose, type FormName, isChosen, nameText, press, readName } from './keying.ts';
import { closeBatch } from './paper-api.ts';
import { type Aside, type Sending, waitingMax } from './sending.ts';
import { pt, reasonText } from './texts.ts';

interface Props {
  batch: PaperBatch;
  sending: Sending;
  /** The one in use first. */
  questionnaires: readonly Questionnaire[];
  onFinished: (batch: PaperBatch) => Promise<void>;
}

/** The form being keyed; `name` is null while its number is asked for. */
interface Draft {
  name: FormName | null;
  answers: Answers;
  /** Index of the item that keys go to. */
  at: number;
}

const noDraft: Draft = { name: null, answers: {}, at: 0 };

export function KeyingDesk({ batch, sending, questionnaires, onFinished }: Props) {
  const draft = useSignal<Draft>(noDraft);
  const version = useSignal(questionnaires[0]!.version);
  const isUndone = useSignal(false);
  const number = useSignal('');
  const isAsking = useSignal(false);
  const finishing = useTask();
  const standing = sending.standing.value;
  const questionnaire = questionnaires.find((one) => one.version === version.value) ?? questionnaires[0]!;
  const isFull = standing.taken >= batch.forms;
  const isStopped = standing.waiting >= waitingMax;
  useUnsaved(draft.value.name !== null || number.value !== '' || !sending.isIdle);
  // Whoever leaves the page lets the last form go.
  useEffect(() => () => sending.release(), [sending]);

  const undo = () => {
    const name = sending.undo();
    if (name === null) return;
    draft.value = noDraft;
    number.value = 'code' in name ? nameText(name) : '';
    isUndone.value = true;
    document.getElementById('paper-number')?.focus();
  };
  const done = (answers: Answers) => {
    sending.add({
      place: sending.nextPlace,
      formId: newRequestId(),
      name: draft.value.name!,
      questionnaire: questionnaire.version,
      answers,
    });
    draft.value = noDraft;
    isUndone.value = false;
  };
  const drop = () => {
    draft.value = noDraft;
    number.value = '';
  };
  const finish = () =>
    finishing.run(async () => {
      isAsking.value = false;
      sending.release();
      await sent(sending);
      await onFinished(await closeBatch(batch.number));
    });

  const place = sending.nextPlace;
  return (
    <section
      class="card paper-desk"
      aria-labelledby="paper-batch"
      onKeyDown={(event) => {
        if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && standing.held !== null) {
          event.preventDefault();
          undo();
        }
      }}
    >
      <div class="paper-head">
        <h2 id="paper-batch">{pt('batchTitle', { n: String(batch.number) })}</h2>
        <p class="paper-progress" role="status">
          {pt('progress', { taken: standing.taken, forms: batch.forms })}
          {standing.waiting > 0 &&
            standing.trouble === null &&
            ` · ${pt('waiting', { n: standing.waiting })}`}
        </p>
      </div>
      {standing.trouble !== null && (
        <Notice tone="warning" role="alert" title={pt('trouble', { n: standing.waiting })}>
          <button
            type="button"
            class="button"
            onClick={() => {
              sending.retry();
              document.getElementById('paper-number')?.focus();
            }}
          >
            {pt('retry')}
          </button>
        </Notice>
      )}
      {isFull ? (
        <Notice tone="info" role="status" title={pt('full')} />
      ) : isStopped ? (
        <Notice tone="warning" role="alert" title={pt('stopped')} />
      ) : (
        <>
          <p class="paper-sheet" role="status">
            {place > batch.forms ? pt('allSeen') : pt('sheet', { n: place })}
            {draft.value.name !== null && (
              <span class="paper-sheet-number">{nameText(draft.value.name)}</span>
            )}
          </p>
          {isUndone.value && <Notice tone="info" role="status" title={pt('undone')} />}
          {draft.value.name === null ? (
            <NumberForm
              number={number}
              versions={questionnaires.map((one) => one.version)}
              version={version}
              onNamed={(name) => {
                // The next sheet is in hand: the one before goes.
                sending.release();
                draft.value = { name, answers: {}, at: 0 };
                number.value = '';
                isUndone.value = false;
              }}
            />
          ) : (
            <Items items={questionnaire.items} draft={draft} onDone={done} onDrop={drop} />
          )}
          <Keys />
        </>
      )}
      {standing.held !== null && (
        <Notice
          tone="good"
          role="status"
          title={pt('held', { n: standing.held.place, number: standing.held.number })}
        >
          <p>{pt('heldHint')}</p>
          <button type="button" class="button" onClick={undo}>
            {pt('undo')}
          </button>
        </Notice>
      )}
      {standing.aside.length > 0 && <AsideTable aside={standing.aside} />}
      {finishing.failure.value !== null && <Failure error={finishing.failure.value} />}
      {isAsking.value ? (
        <Confirm
          question={pt('finishAsk', { n: String(batch.number) })}
          warning={
            standing.taken + standing.waiting + (standing.held === null ? 0 : 1) < batch.forms
              ? pt('finishShort', { taken: standing.taken, forms: batch.forms })
              : null
          }
          yes={pt('finish')}
          busy={finishing.busy.value}
          onYes={() => void finish()}
          onNo={() => {
            isAsking.value = false;
            // Back to the keyboard's work, once the question is gone.
            requestAnimationFrame(() => document.getElementById('paper-number')?.focus());
          }}
        />
      ) : (
        <div class="row">
          <button
            type="button"
            class={isFull ? 'button button-primary' : 'button'}
            aria-disabled={finishing.busy.value || draft.value.name !== null}
            onClick={() => {
              if (draft.value.name === null && !finishing.busy.value) isAsking.value = true;
            }}
          >
            {finishing.busy.value ? pt('finishing') : pt('finish')}
          </button>
        </div>
      )}
    </section>
  );
}

/** Resolves when nothing is on its way any more. */
function sent(sending: Sending): Promise<void> {
  return new Promise((resolve) => {
    const stop = sending.standing.subscribe(({ waiting, held }) => {
      if (waiting > 0 || held !== null) return;
      queueMicrotask(() => {
        stop();
        resolve();
      });
    });
  });
}

function NumberForm({
  number,
  versions,
  version,
  onNamed,
}: {
  number: Signal<string>;
  versions: readonly string[];
  version: Signal<string>;
  onNamed: (name: FormName) => void;
}) {
  const fault = useSignal<'wrong-digit' | 'not-a-number' | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const read = readName(number.value);
    if (read.state === 'ok') onNamed(read.name);
    else {
      fault.value = read.state;
      field.current?.select();
    }
  };
  return (
    <form class="paper-number" onSubmit={submit} noValidate>
      <div class="field">
        <label for="paper-number">{pt('number')}</label>
        <p id="paper-number-hint" class="field-hint">
          {pt('numberHint')}
        </p>
        <input
          ref={field}
          id="paper-number"
          class="paper-number-field"
          type="text"
          inputMode="numeric"
          maxLength={120}
          autocomplete="off"
          spellcheck={false}
          value={number.value}
          aria-invalid={fault.value !== null}
          aria-describedby="paper-number-hint paper-number-error"
          onInput={(event) => {
            number.value = event.currentTarget.value;
            fault.value = null;
          }}
        />
        <p id="paper-number-error" class="field-error" role="alert">
          {fault.value !== null && pt(`number.${fault.value}`)}
        </p>
      </div>
      {versions.length > 1 && (
        <div class="field">
          <label for="paper-version">{pt('questionnaire')}</label>
          <select
            id="paper-version"
            value={version.value}
            onChange={(event) => {
              version.value = event.currentTarget.value;
            }}
          >
            {versions.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </div>
      )}
      <button type="submit" class="button button-primary">
        {pt('go')}
      </button>
    </form>
  );
}

/** Every item of the form, the one that keys go to marked. */
function Items({
  items,
  draft,
  onDone,
  onDrop,
}: {
  items: readonly Item[];
  draft: Signal<Draft>;
  onDone: (answers: Answers) => void;
  onDrop: () => void;
}) {
  const list = useRef<HTMLFormElement>(null);
  const isNeeded = useSignal(false);
  const { answers, at } = draft.value;
  useLayoutEffect(() => {
    const options = list.current?.querySelectorAll<HTMLInputElement>(`[data-item="${at}"] input`) ?? [];
    ([...options].find((option) => option.checked) ?? options[0])?.focus();
  }, [at]);

  const goOn = (next: Answers, from: number) => {
    isNeeded.value = false;
    const missing = items.findIndex(
      (item, index) => index < from + 1 && item.required && next[item.id] === undefined,
    );
    if (missing !== -1) {
      draft.value = { ...draft.peek(), answers: next, at: missing };
      isNeeded.value = true;
    } else if (from + 1 < items.length) draft.value = { ...draft.peek(), answers: next, at: from + 1 };
    else onDone(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // As it is now: keys come faster than the page is painted.
    const { name, answers, at } = draft.peek();
    if (name === null) return;
    const { key } = event;
    if (key === 'Escape') {
      event.preventDefault();
      onDrop();
      return;
    }
    if (key === 'Backspace') {
      event.preventDefault();
      isNeeded.value = false;
      if (at > 0) draft.value = { ...draft.peek(), at: at - 1 };
      return;
    }
    // The buttons below have their own Enter.
    if (key === 'Enter' && event.target instanceof HTMLButtonElement) return;
    const pressed = press(answers, items[at]!, key);
    if (key === 'Enter' || /^\d$/.test(key)) event.preventDefault();
    if (pressed === null) {
      isNeeded.value = key === 'Enter';
      return;
    }
    if (pressed.next) goOn(pressed.answers, at);
    else draft.value = { ...draft.peek(), answers: pressed.answers };
  };
  return (
    <form
      ref={list}
      class="paper-items"
      onKeyDown={onKeyDown}
      onSubmit={(event) => event.preventDefault()}
      noValidate
    >
      {items.map((item, index) => (
        <fieldset
          key={item.id}
          class={index === at ? 'paper-item paper-item-current' : 'paper-item'}
          data-item={index}
        >
          <legend>
            {item.labels[locale.value]} {item.kind === 'tags' && pt('many')}
          </legend>
          <div class="paper-options">
            {item.scale.map(({ value, label }, order) => (
              <label key={value} class="paper-option">
                <input
                  type={item.kind === 'tags' ? 'checkbox' : 'radio'}
                  name={`paper-${item.id}`}
                  checked={isChosen(answers, item, value)}
                  onChange={() => {
                    isNeeded.value = false;
                    draft.value = { ...draft.peek(), answers: choose(answers, item, value), at: index };
                  }}
                />
                <span class="paper-key" aria-hidden="true">
                  {order + 1}
                </span>
                {label[locale.value]}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <p class="field-error" role="alert">
        {isNeeded.value && pt('needed')}
      </p>
      <div class="row">
        <button type="button" class="button button-primary" onClick={() => goOn(answers, at)}>
          {pt(at + 1 < items.length ? 'nextItem' : 'finishForm')}
        </button>
      </div>
    </form>
  );
}

function Keys() {
  const keys = [
    ['1 – 9', 'keysDigits'],
    ['0', 'keysZero'],
    ['Enter', 'keysEnter'],
    ['Backspace', 'keysBack'],
    ['Esc', 'keysEscape'],
    ['Ctrl + Z', 'keysUndo'],
  ] as const;
  return (
    <details class="paper-keys">
      <summary>{pt('keys')}</summary>
      <dl>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{pt(meaning)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function AsideTable({ aside }: { aside: readonly Aside[] }) {
  return (
    <div>
      <h3 id="paper-aside">{pt('asideTitle', { n: aside.length })}</h3>
      <table class="table" aria-labelledby="paper-aside">
        <thead>
          <tr>
            <th scope="col">{pt('asidePlace')}</th>
            <th scope="col">{pt('asideNumber')}</th>
            <th scope="col">{pt('asideReason')}</th>
          </tr>
        </thead>
        <tbody>
          {aside.map(({ place, number, reason }) => (
            <tr key={`${place} ${number}`}>
              <th scope="row">{place}</th>
              <td class="paper-nowrap">{number}</td>
              <td>{reasonText(reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
