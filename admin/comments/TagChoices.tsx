// The themes of one comment.
import type { Signal } from '@preact/signals';
import { type CommentTag, commentTags } from '../../shared/contract/comments.ts';
import { tagText, text } from './texts.ts';

export function TagChoices({ chosen }: { chosen: Signal<readonly CommentTag[]> }) {
  return (
    <fieldset class="comment-tags">
      <legend>{text('clear.tags')}</legend>
      {commentTags.map((tag) => (
        <label key={tag} class="comment-tag-choice">
          <input
            type="checkbox"
            checked={chosen.value.includes(tag)}
            onChange={(event) => {
              const others = chosen.value.filter((one) => one !== tag);
              chosen.value = event.currentTarget.checked ? [...others, tag] : others;
            }}
          />
          {tagText(tag)}
        </label>
      ))}
    </fieldset>
  );
}
