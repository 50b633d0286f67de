// One question of a draft: words, how it is answered, its code, its answers. What an earlier version fixed is shown and
// cannot be changed; the way out is to make it a new question.
import type { Item, Label } from '../../shared/contract/questionnaire.ts';
import { answerCharsMax, draftAnswersMax, questionCharsMax } from '../../shared/contract/questionnaires.ts';
import type { Meaning, QuestionnaireFault } from '../../shared/questionnaire/faults.ts';
import { locale } from '../i18n/locale.ts';
import { moved, suggestedId, withAnswer } from './draft-changes.ts';
import { fieldIdOf } from './FaultList.tsx';
import { faultText, text } from './texts.ts';

interface QuestionCardProps {
  row: { key: number; item: Item };
  /** Place among all questions, from 1. */
  number: number;
  isFirst: boolean;
  isLast: boolean;
  /** What the id has meant so far; undefined for a new one. */
  meaning: Meaning | undefined;
  takenIds: ReadonlySet<string>;
  faults: readonly QuestionnaireFault[];
  onChange: (item: Item) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onAsNew: () => void;
}

const kinds = ['choice', 'tags'] as const;
const languages = ['vi', 'en'] as const;

export function QuestionCard(props: QuestionCardProps) {
  const { row, number, isFirst, isLast, meaning, takenIds, faults, onChange, onMove, onRemove, onAsNew } =
    props;
  const { item, key } = row;
  const at = `items.${number - 1}`;
  const isKnown = meaning !== undefined;
  const title = `${text('question', { n: number })} · ${item.labels[locale.value] || item.labels.vi || text('untitled')}`;
  const faultsAt = (path: string) => faults.filter((fault) => fault.path === path);
  const setLabel = (language: keyof Label, words: string) =>
    onChange({ ...item, labels: { ...item.labels, [language]: words } });
  return (
    <fieldset class="card question">
      <legend class="visually-hidden">{title}</legend>
      <div class="question-head">
        <h3>{title}</h3>
        <div class="row">
          <SmallButton
            id={`question-${key}-up`}
            label={text('up')}
            name={text('upOf', { name: title })}
            isOff={isFirst}
            onPress={() => onMove(-1)}
          />
          <SmallButton
            id={`question-${key}-down`}
            label={text('down')}
            name={text('downOf', { name: title })}
            isOff={isLast}
            onPress={() => onMove(1)}
          />
          <SmallButton label={text('remove')} name={text('removeOf', { name: title })} onPress={onRemove} />
        </div>
      </div>
      {isKnown && (
        <p class="field-hint">
          {text('idKept', { id: item.id, version: meaning.version })} {text('rewordHint')}
        </p>
      )}
      <div class="question-pair">
        {languages.map((language) => (
          <Words
            key={language}
            path={`${at}.labels.${language}`}
            label={text(language === 'vi' ? 'questionVi' : 'questionEn')}
            language={language}
            charsMax={questionCharsMax}
            value={item.labels[language]}
            faults={faultsAt(`${at}.labels.${language}`)}
            onInput={(words) => setLabel(language, words)}
            onLeave={() => {
              if (item.id === '') onChange({ ...item, id: suggestedId(item.labels.en, takenIds) });
            }}
          />
        ))}
      </div>
      {!isKnown && (
        <div class="question-pair">
          <div class="field">
            <label for={fieldIdOf(`${at}.id`)}>{text('id')}</label>
            <p id={`${fieldIdOf(`${at}.id`)}-hint`} class="field-hint">
              {text('idHint')}
            </p>
            <input
              id={fieldIdOf(`${at}.id`)}
              type="text"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              maxLength={32}
              value={item.id}
              aria-invalid={faultsAt(`${at}.id`).length > 0}
              aria-describedby={`${fieldIdOf(`${at}.id`)}-hint ${fieldIdOf(`${at}.id`)}-error`}
              onInput={(event) => onChange({ ...item, id: event.currentTarget.value.trim() })}
            />
            <FaultLine id={`${fieldIdOf(`${at}.id`)}-error`} faults={faultsAt(`${at}.id`)} />
          </div>
          <div class="field">
            <label for={fieldIdOf(`${at}.kind`)}>{text('kind')}</label>
            <select
              id={fieldIdOf(`${at}.kind`)}
              value={item.kind}
              onChange={(event) => onChange({ ...item, kind: event.currentTarget.value as Item['kind'] })}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {text(`kind.${kind}`)}
                </option>
              ))}
            </select>
            <FaultLine id={`${fieldIdOf(`${at}.kind`)}-error`} faults={faultsAt(`${at}.kind`)} />
          </div>
        </div>
      )}
      <Answers {...props} at={at} />
      {isKnown && (
        <button type="button" class="button" onClick={onAsNew}>
          {text('asNew')}
        </button>
      )}
    </fieldset>
  );
}

function Answers({ row, meaning, faults, onChange, at }: QuestionCardProps & { at: string }) {
  const { item, key } = row;
  const setScale = (scale: Item['scale']) => onChange({ ...item, scale });
  const few = faults.filter(({ path }) => path === `${at}.scale`);
  return (
    <div class="question-answers">
      <h4 id={`question-${key}-answers`}>
        {text('answers')} ({text(`kind.${item.kind}`)})
      </h4>
      {meaning !== undefined && <p class="field-hint">{text('answerKept')}</p>}
      <ol aria-labelledby={`question-${key}-answers`}>
        {item.scale.map(({ value, label }, index) => {
          const isKept = meaning?.values.has(value) === true;
          const path = `${at}.scale.${index}`;
          const name = label[locale.value] || label.vi || text('answerVi', { n: index + 1 });
          return (
            <li key={value} data-kept={isKept}>
              {isKept ? (
                <p class="question-kept">
                  {label.vi} / <span lang="en">{label.en}</span>
                </p>
              ) : (
                <div class="question-pair">
                  {languages.map((language) => (
                    <Words
                      key={language}
                      path={`${path}.label.${language}`}
                      label={text(language === 'vi' ? 'answerVi' : 'answerEn', { n: index + 1 })}
                      language={language}
                      charsMax={answerCharsMax}
                      value={label[language]}
                      faults={faults.filter((fault) => fault.path === `${path}.label.${language}`)}
                      onInput={(words) =>
                        setScale(
                          item.scale.map((step) =>
                            step.value === value
                              ? { value, label: { ...step.label, [language]: words } }
                              : step,
                          ),
                        )
                      }
                    />
                  ))}
                </div>
              )}
              <div class="row">
                <span class="muted">{text('answerValue', { value: String(value) })}</span>
                <SmallButton
                  label={text('up')}
                  name={text('upOf', { name })}
                  isOff={index === 0}
                  onPress={() => setScale(moved(item.scale, index, -1))}
                />
                <SmallButton
                  label={text('down')}
                  name={text('downOf', { name })}
                  isOff={index === item.scale.length - 1}
                  onPress={() => setScale(moved(item.scale, index, 1))}
                />
                <SmallButton
                  label={text('remove')}
                  name={text('removeOf', { name })}
                  onPress={() => {
                    setScale(item.scale.filter((step) => step.value !== value));
                    document.getElementById(fieldIdOf(`${at}.scale`))?.focus();
                  }}
                />
              </div>
            </li>
          );
        })}
      </ol>
      <FaultLine id={`${fieldIdOf(`${at}.scale`)}-error`} faults={few} />
      <button
        id={fieldIdOf(`${at}.scale`)}
        type="button"
        class="button"
        disabled={item.scale.length >= draftAnswersMax}
        onClick={() => onChange(withAnswer(item, meaning))}
      >
        {text('addAnswer')}
      </button>
    </div>
  );
}

interface WordsProps {
  path: string;
  label: string;
  language: keyof Label;
  charsMax: number;
  value: string;
  faults: readonly QuestionnaireFault[];
  onInput: (words: string) => void;
  onLeave?: () => void;
}

function Words(props: WordsProps) {
  const { path, label, language, charsMax, value, faults, onInput, onLeave } = props;
  const own = fieldIdOf(path);
  return (
    <div class="field">
      <label for={own}>{label}</label>
      <input
        id={own}
        type="text"
        lang={language}
        autocomplete="off"
        maxLength={charsMax}
        value={value}
        aria-invalid={faults.length > 0}
        aria-describedby={`${own}-error`}
        onInput={(event) => onInput(event.currentTarget.value)}
        onBlur={onLeave}
      />
      <FaultLine id={`${own}-error`} faults={faults} />
    </div>
  );
}

const FaultLine = ({ id, faults }: { id: string; faults: readonly QuestionnaireFault[] }) => (
  <p id={id} class="field-error">
    {faults.map(({ code, version }) => faultText(code, version)).join(' ')}
  </p>
);

interface SmallButtonProps {
  id?: string;
  label: string;
  name: string;
  isOff?: boolean;
  onPress: () => void;
}

/** Stays focusable at the ends of a list, so that the keyboard keeps its place. */
const SmallButton = ({ id, label, name, isOff = false, onPress }: SmallButtonProps) => (
  <button
    {...(id === undefined ? {} : { id })}
    type="button"
    class="button-quiet button-small"
    aria-label={name}
    aria-disabled={isOff}
    onClick={() => {
      if (!isOff) onPress();
    }}
  >
    {label}
  </button>
);
