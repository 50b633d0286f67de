// Questions to read, in both languages.
import type { Item } from '../../shared/contract/questionnaire.ts';
import { text } from './texts.ts';

export function QuestionsView({ items }: { items: readonly Item[] }) {
  return (
    <ol class="questions-read">
      {items.map((item) => (
        <li key={item.id}>
          <p class="question-words">{item.labels.vi}</p>
          <p lang="en">{item.labels.en}</p>
          <p class="muted">
            {text(`kind.${item.kind}`)} · <code>{item.id}</code>
          </p>
          <ul>
            {item.scale.map(({ value, label }) => (
              <li key={value}>
                {label.vi} / <span lang="en">{label.en}</span> <span class="muted">({value})</span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
