// Whom and which month a comment is about; not named where that could tell who wrote it.
import type { Comment } from '../../shared/contract/comments.ts';
import { text } from './texts.ts';

export function CommentHead({ comment }: { comment: Comment }) {
  const period = comment.period.split('-').reverse().join('/');
  return comment.officer === null ? (
    <p class="comment-about" title={text('aboutHiddenWhy')}>
      {text('aboutHidden', { period })}
    </p>
  ) : (
    <p class="comment-about">{text('about', { officer: comment.officer, period })}</p>
  );
}
