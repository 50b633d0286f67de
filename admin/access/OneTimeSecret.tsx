// Something shown once: a key or a link, to be copied before it is put away.
import { CopyButton } from '../components/CopyButton.tsx';

export interface OneTimeSecretProps {
  title: string;
  hint: string;
  label: string;
  value: string;
  done: string;
  onDone: () => void;
}

export function OneTimeSecret({ title, hint, label, value, done, onDone }: OneTimeSecretProps) {
  return (
    <div class="secret">
      <div role="status">
        <p class="secret-title">{title}</p>
        <p>{hint}</p>
      </div>
      <label class="visually-hidden" for="one-time-secret">
        {label}
      </label>
      <input
        id="one-time-secret"
        class="secret-url"
        type="text"
        readOnly
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="row">
        <CopyButton text={value} />
        <button type="button" class="button" onClick={onDone}>
          {done}
        </button>
      </div>
    </div>
  );
}
