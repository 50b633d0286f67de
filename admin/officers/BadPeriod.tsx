// Said when an address names a period that is none.
import { Notice } from '../components/Notice.tsx';
import { follow } from '../navigation/router.ts';
import { text } from './texts.ts';

export function BadPeriod({ address }: { address: string }) {
  return (
    <Notice tone="warning" title={text('period.bad')} role="alert">
      <p>{text('period.badHint')}</p>
      <a class="button" href={address} onClick={follow}>
        {text('period.toPresent')}
      </a>
    </Notice>
  );
}
