// A signing secret, the one time it can be read.
import { CopyButton } from '../components/CopyButton.tsx';
import { wt } from './texts.ts';

export interface SecretNoticeProps {
  name: string;
  secret: string;
  /** The endpoint had another secret before. */
  isRenewed: boolean;
  onDone: () => void;
}

export function SecretNotice({ name, secret, isRenewed, onDone }: SecretNoticeProps) {
  return (
    <div class="secret">
      <div role="status">
        <p class="secret-title">{wt('secretTitle', { name })}</p>
        <p>{wt('secretOnce')}</p>
        {isRenewed && <p>{wt('secretOverlap')}</p>}
      </div>
      <label class="visually-hidden" for="webhook-secret">
        {wt('secret')}
      </label>
      <input
        id="webhook-secret"
        class="secret-url"
        type="text"
        readOnly
        value={secret}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="row">
        <CopyButton text={secret} />
        <button type="button" class="button" onClick={onDone}>
          {wt('secretDone')}
        </button>
      </div>
    </div>
  );
}
