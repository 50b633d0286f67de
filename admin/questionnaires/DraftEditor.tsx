// The editor of a draft: questions one below the other, saved as a whole; checked, compared and put into use.
import { batch, useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Item } from '../../shared/contract/questionnaire.ts';
import {
  draftItemsMax,
  draftNameCharsMax,
  type QuestionnaireDraft,
  type QuestionnaireVersion,
} from '../../shared/contract/questionnaires.ts';
import { differences } from '../../shared/questionnaire/differences.ts';
import { meaningsOf, questionnaireFaults, sameItems } from '../../shared/questionnaire/faults.ts';
import { Confirm } from '../components/Confirm.tsx';
import { ConflictNotice } from '../components/ConflictNotice.tsx';
import { Failure } from '../components/Failure.tsx';
import { Notice } from '../components/Notice.tsx';
import { useTask } from '../components/use-task.ts';
import { useUnsaved } from '../components/use-unsaved.ts';
import { ApiError } from '../http/request.ts';
import { locale } from '../i18n/locale.ts';
import { DifferencesView } from './DifferencesView.tsx';
import { asNewQuestion, type DraftRow, itemsOf, moved, rowsOf, withQuestion } from './draft-changes.ts';
import { FaultList, fieldIdOf } from './FaultList.tsx';
import { Preview } from './Preview.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import { QuestionsView } from './QuestionsView.tsx';
import { discardDraft, publishDraft, saveDraft } from './questionnaires-api.ts';
import { text } from './texts.ts';

interface DraftEditorProps {
  draft: QuestionnaireDraft;
  /** Newest first. */
  versions: readonly QuestionnaireVersion[];
  reload: () => Promise<void>;
  onPublished: (version: string) => void;
  onDiscarded: () => void;
}

/** More optional questions than this and a kiosk's screen has to be scrolled. */
const roomOnKiosk = 3;

export function DraftEditor({ draft, versions, reload, onPublished, onDiscarded }: DraftEditorProps) {
  const rows = useSignal<DraftRow[]>(rowsOf(draft.items));
  const name = useSignal(draft.name);
  const saved = useSignal({ revision: draft.revision, name: draft.name, items: draft.items });
  const removed = useSignal<{ row: DraftRow; index: number } | null>(null);
  const isChecked = useSignal(false);
  const asking = useSignal<'publish' | 'discard' | null>(null);
  const isSaved = useSignal(false);
  const isOver = useSignal(false);
  const task = useTask();
  const summary = useRef<HTMLDivElement>(null);
  const oldestFirst = useMemo(() => [...versions].reverse(), [versions]);
  const meanings = useMemo(() => meaningsOf(oldestFirst), [oldestFirst]);
  const inUse = versions[0]!;
  const items = useComputed(() => itemsOf(rows.value).map(tidied));
  const faults = questionnaireFaults(items.value, oldestFirst);
  const isChanged = name.value.trim() !== saved.value.name || !sameItems(items.value, saved.value.items);
  useUnsaved(isChanged && !isOver.value);

  const change = (next: DraftRow[]) =>
    batch(() => {
      rows.value = next;
      isSaved.value = false;
      asking.value = null;
    });
  const setItem = (key: number, item: Item) =>
    change(rows.value.map((row) => (row.key === key ? { key, item } : row)));
  const save = async () => {
    const { revision } = saved.value;
    const content = { name: name.value.trim() || saved.value.name, items: items.value };
    const stored = await saveDraft(draft.id, { revision, ...content });
    batch(() => {
      saved.value = { revision: stored.revision, ...content };
      name.value = content.name;
      isSaved.value = true;
    });
  };
  const check = () => {
    isChecked.value = true;
    if (faults.length === 0) asking.value = 'publish';
    else summary.current?.focus();
  };
  const publish = () =>
    task.run(async () => {
      if (isChanged) await save();
      const list = await publishDraft(draft.id, saved.value.revision);
      isOver.value = true;
      onPublished(list.versions[0]?.version ?? '');
    });
  const discard = () =>
    task.run(async () => {
      await discardDraft(draft.id);
      isOver.value = true;
      onDiscarded();
    });
  const isConflict = task.failure.value instanceof ApiError && task.failure.value.code === 'draft-changed';
  const shownFaults = isChecked.value ? faults : [];
  const { focusAfter } = useFocusAfter();

  return (
    <div class="questions-columns">
      <form
        class="questions-main"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void task.run(save);
        }}
      >
        <section class="card" aria-labelledby="draft">
          <h2 id="draft">{saved.value.name}</h2>
          <p class="muted">{text('basedOn', { version: draft.basedOn })}</p>
          <div class="field">
            <label for="draft-name">{text('draftName')}</label>
            <input
              id="draft-name"
              type="text"
              autocomplete="off"
              maxLength={draftNameCharsMax}
              value={name.value}
              onInput={(event) => {
                name.value = event.currentTarget.value;
                isSaved.value = false;
              }}
            />
          </div>
        </section>
        <div ref={summary} tabIndex={-1} class="fault-summary">
          {shownFaults.length > 0 && <FaultList faults={shownFaults} />}
        </div>
        <section class="card question-fixed" aria-labelledby="rating">
          <h3 id="rating">{text('rating')}</h3>
          <QuestionsView items={items.value.slice(0, 1)} />
        </section>
        {rows.value.slice(1).map((row, place) => (
          <QuestionCard
            key={row.key}
            row={row}
            number={place + 2}
            isFirst={place === 0}
            isLast={place === rows.value.length - 2}
            meaning={meanings.get(row.item.id)}
            takenIds={new Set(rows.value.filter(({ key }) => key !== row.key).map(({ item }) => item.id))}
            faults={shownFaults}
            onChange={(item) => setItem(row.key, item)}
            onMove={(by) => {
              change(moved(rows.value, place + 1, by));
              focusAfter(`question-${row.key}-${by === -1 ? 'up' : 'down'}`);
            }}
            onRemove={() => {
              removed.value = { row, index: place + 1 };
              change(rows.value.filter(({ key }) => key !== row.key));
              focusAfter('undo-remove');
            }}
            onAsNew={() => change(asNewQuestion(rows.value, place + 1))}
          />
        ))}
        {removed.value !== null && (
          <Notice tone="info" title={text('removed', { name: nameOf(removed.value.row.item) })} role="status">
            <button
              id="undo-remove"
              type="button"
              class="button"
              onClick={() => {
                const { row, index } = removed.value!;
                removed.value = null;
                change([...rows.value.slice(0, index), row, ...rows.value.slice(index)]);
                focusAfter(fieldIdOf(`items.${index}.labels.vi`));
              }}
            >
              {text('undo')}
            </button>
          </Notice>
        )}
        <div class="row">
          {(['choice', 'tags'] as const).map((kind) => (
            <button
              key={kind}
              type="button"
              class="button"
              disabled={rows.value.length >= draftItemsMax}
              onClick={() => {
                const next = withQuestion(rows.value, kind);
                change(next);
                focusAfter(fieldIdOf(`items.${next.length - 1}.labels.vi`));
              }}
            >
              {text(kind === 'choice' ? 'addChoice' : 'addTags')}
            </button>
          ))}
        </div>
        {rows.value.length - 1 > roomOnKiosk && <p class="muted">{text('many')}</p>}
        <section class="card" aria-labelledby="compare">
          <h2 id="compare">{text('compare', { version: inUse.version })}</h2>
          <DifferencesView differences={differences(inUse.items, items.value)} />
        </section>
        {isConflict ? (
          <ConflictNotice
            title={text('conflict')}
            hint={text('conflictHint')}
            action={text('reload')}
            onReload={() => {
              isOver.value = true;
              void reload();
            }}
          />
        ) : (
          task.failure.value !== null && <Failure error={task.failure.value} />
        )}
        {asking.value === 'publish' && (
          <Confirm
            question={text('publishAsk')}
            warning={text('publishWarn')}
            yes={task.busy.value ? text('publishing') : text('publishYes')}
            busy={task.busy.value}
            onYes={() => void publish()}
            onNo={() => {
              asking.value = null;
            }}
          />
        )}
        {asking.value === 'discard' && (
          <Confirm
            question={text('discardAsk', { name: saved.value.name })}
            warning={text('discardWarn')}
            yes={text('discardYes')}
            busy={task.busy.value}
            onYes={() => void discard()}
            onNo={() => {
              asking.value = null;
            }}
          />
        )}
        <div class="questions-actions">
          <button type="submit" class="button button-primary" aria-disabled={task.busy.value}>
            {task.busy.value ? text('saving') : text('save')}
          </button>
          <button type="button" class="button" onClick={check}>
            {text('publish')}
          </button>
          <button
            type="button"
            class="button-quiet"
            onClick={() => {
              asking.value = 'discard';
            }}
          >
            {text('discard')}
          </button>
          <span role="status" class="muted">
            {isChanged ? text('unsaved') : isSaved.value ? text('saved') : ''}
          </span>
        </div>
      </form>
      <Preview items={items.value} />
    </div>
  );
}

const nameOf = (item: Item): string => item.labels[locale.value] || item.labels.vi || text('untitled');

const line = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
const bothLines = ({ vi, en }: { vi: string; en: string }) => ({ vi: line(vi), en: line(en) });

/** As the server stores it: what looks equal is equal. */
const tidied = (item: Item): Item => ({
  ...item,
  id: item.id.trim(),
  labels: bothLines(item.labels),
  scale: item.scale.map(({ value, label }) => ({ value, label: bothLines(label) })),
});

/** Puts the focus on an element by its id once the change that was asked for is on the page. */
function useFocusAfter(): { focusAfter: (id: string) => void } {
  const wanted = useSignal<{ id: string } | null>(null);
  useLayoutEffect(() => {
    if (wanted.value === null) return;
    const element = document.getElementById(wanted.value.id);
    element?.focus();
  }, [wanted.value]);
  return {
    focusAfter: (id) => {
      wanted.value = { id };
    },
  };
}
