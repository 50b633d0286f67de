// Something shown once: a key, a link, a signing secret, to be copied before it is put away.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { CopyButton } from './CopyButton.tsx';

export interface OneTimeSecretProps {
  title: string;
  /** Name of the field, for who does not see it. */
  label: string;
  value: string;
  done: string;
  onDone: () => void;
  /** What to know of it, in paragraphs. */
  children: ComponentChildren;
}

export function OneTimeSecret({ title, label, value, done, onDone, children }: OneTimeSecretProps) {
  const id = useId();
  return (
    <div class="secret">
      <div role="status">
        <p class="secret-title">{title}</p>
        {children}
      </div>
      <label class="visually-hidden" for={id}>
        {label}
      </label>
      <input id={id} type="text" readOnly value={value} onFocus={(event) => event.currentTarget.select()} />
      <div class="row">
        <CopyButton text={value} />
        <button type="button" class="button" onClick={onDone}>
          {done}
        </button>
      </div>
    </div>
  );
}
