// What citizens wrote: personnel clear the queue of personal data, managers and auditors read what was released.
import { useSignal } from '@preact/signals';
import type { PageProps } from '../navigation/page-props.ts';
import { follow, query } from '../navigation/router.ts';
import '../styles/comments.css';
import { ClearingDesk } from './ClearingDesk.tsx';
import { ReleasedComments } from './ReleasedComments.tsx';
import { text } from './texts.ts';

export function CommentsPage({ session }: PageProps) {
  const mayClear = session.role === 'personnel';
  const waiting = useSignal<number | null>(null);
  const asked = query.value.get('part');
  const part = mayClear && asked !== 'released' ? 'waiting' : 'released';
  return (
    <>
      <h1>{text('title')}</h1>
      <p class="lead">{text('lead')}</p>
      {mayClear && (
        <nav class="tabs" aria-label={text('tabs')}>
          {(['waiting', 'released'] as const).map((one) => (
            <a
              key={one}
              class="tab"
              href={`/admin/comments?part=${one}`}
              aria-current={one === part ? 'page' : undefined}
              onClick={follow}
            >
              {one === 'waiting' ? text('tab.waiting', { n: waiting.value ?? '…' }) : text('tab.released')}
            </a>
          ))}
        </nav>
      )}
      {part === 'waiting' ? (
        <ClearingDesk waiting={waiting} />
      ) : (
        <ReleasedComments mayClear={mayClear} waiting={waiting} />
      )}
    </>
  );
}
