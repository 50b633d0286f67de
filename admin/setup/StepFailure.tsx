// What went wrong with a step's call, in the words of these pages.
import { Notice } from '../components/Notice.tsx';
import { failureText } from './texts.ts';

export function StepFailure({ error }: { error: unknown }) {
  return error === null ? null : <Notice tone="bad" title={failureText(error)} role="alert" />;
}
