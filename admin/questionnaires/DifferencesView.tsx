// What is asked differently, in words.
import type { Item, Label } from '../../shared/contract/questionnaire.ts';
import { areEqual, type Differences, type ItemChange } from '../../shared/questionnaire/differences.ts';
import { locale } from '../i18n/locale.ts';
import { text } from './texts.ts';

const quoted = (label: Label): string => `“${label[locale.value] || label.vi || text('untitled')}”`;
const answersText = (scale: Item['scale']): string =>
  scale
    .filter(({ label }) => label.vi !== '' || label.en !== '')
    .map(({ label }) => quoted(label))
    .join(', ');

export function DifferencesView({ differences }: { differences: Differences }) {
  if (areEqual(differences)) return <p class="muted">{text('same')}</p>;
  const { added, removed, changed, moved } = differences;
  return (
    <ul class="differences">
      {added.map((item) => (
        <li key={`+${item.id}`} data-change="added">
          <strong>{text('compare.added')}</strong>: {quoted(item.labels)} {answersText(item.scale)}
        </li>
      ))}
      {removed.map((item) => (
        <li key={`-${item.id}`} data-change="removed">
          <strong>{text('compare.removed')}</strong>: {quoted(item.labels)}
        </li>
      ))}
      {changed.map((change) => (
        <li key={change.id} data-change="changed">
          <Change change={change} />
        </li>
      ))}
      {moved && (
        <li data-change="changed">
          <strong>{text('compare.moved')}</strong>
        </li>
      )}
    </ul>
  );
}

function Change({ change }: { change: ItemChange }) {
  const { item, question, kindBefore, answersAdded, answersRemoved, answersReworded, answersMoved } = change;
  return (
    <>
      <span>{quoted(item.labels)}</span>
      <ul>
        {question !== null && (
          <li>
            <strong>{text('compare.reworded')}</strong>
            <Words before={question.before} after={question.after} />
          </li>
        )}
        {kindBefore !== null && (
          <li>
            {text('compare.kind', { before: text(`kind.${kindBefore}`), after: text(`kind.${item.kind}`) })}
          </li>
        )}
        {answersAdded.length > 0 && (
          <li>{text('compare.answersAdded', { answers: answersText(answersAdded) })}</li>
        )}
        {answersRemoved.length > 0 && (
          <li>{text('compare.answersRemoved', { answers: answersText(answersRemoved) })}</li>
        )}
        {answersReworded.map(({ value, before, after }) => (
          <li key={value}>
            <strong>{text('compare.answerReworded')}</strong>
            <Words before={before} after={after} />
          </li>
        ))}
        {answersMoved && <li>{text('compare.answersMoved')}</li>}
      </ul>
    </>
  );
}

/** Both languages where both changed, else the one that did. */
function Words({ before, after }: { before: Label; after: Label }) {
  const languages = (['vi', 'en'] as const).filter((language) => before[language] !== after[language]);
  return (
    <dl class="words">
      {languages.map((language) => (
        <div key={language}>
          <dt>{text('before')}</dt>
          <dd lang={language}>
            <del>{before[language]}</del>
          </dd>
          <dt>{text('after')}</dt>
          <dd lang={language}>
            <ins>{after[language]}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
