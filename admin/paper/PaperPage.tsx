// Forms on paper: begin a batch, key it, finish it; print blank forms; what was keyed before, as counts.
import '../styles/paper.css';
import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { PaperBatch, PaperDesk } from '../../shared/contract/paper.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { formatDay, locale } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { KeyingDesk } from './KeyingDesk.tsx';
import { formAddress, readDesk } from './paper-api.ts';
import { StartForm } from './StartForm.tsx';
import { forgetSending, sendingOf } from './sending.ts';
import { pt } from './texts.ts';

export function PaperPage(_props: PageProps) {
  const desk = useSignal<PaperDesk | null>(null);
  const failure = useSignal<unknown>(null);
  const finished = useSignal<PaperBatch | null>(null);
  const load = useCallback(async () => {
    failure.value = null;
    try {
      desk.value = await readDesk();
    } catch (error) {
      failure.value = error;
    }
  }, [desk, failure]);
  useEffect(() => void load(), [load]);

  if (desk.value === null) {
    return (
      <>
        <h1>{pt('title')}</h1>
        {failure.value === null ? <Loading /> : <Failure error={failure.value} onRetry={() => void load()} />}
      </>
    );
  }
  const { open, closed, questionnaires, groupMinimum } = desk.value;
  return (
    <>
      <h1>{pt('title')}</h1>
      <p class="lead">{pt('lead')}</p>
      {finished.value !== null && (
        <Notice
          tone="good"
          role="status"
          title={pt('finished', {
            n: String(finished.value.number),
            taken: finished.value.taken,
            forms: finished.value.forms,
          })}
        >
          <p>{pt('finishedHint')}</p>
        </Notice>
      )}
      {open === null ? (
        <>
          <StartForm
            groupMinimum={groupMinimum}
            onOpened={(batch) => {
              finished.value = null;
              desk.value = { ...desk.peek()!, open: batch };
            }}
            onStale={load}
          />
          <Printing />
          <ClosedBatches batches={closed} />
        </>
      ) : (
        <KeyingDesk
          key={open.number}
          batch={open}
          sending={sendingOf(open.number, open.taken)}
          questionnaires={questionnaires}
          onFinished={async (batch) => {
            forgetSending();
            finished.value = batch;
            await load();
            document.getElementById('main')?.focus();
          }}
        />
      )}
    </>
  );
}

function Printing() {
  return (
    <section class="card" aria-labelledby="paper-print">
      <h2 id="paper-print">{pt('printTitle')}</h2>
      <p>{pt('printHint')}</p>
      <div class="row">
        {(['a4', 'a5'] as const).map((size) => (
          <a key={size} class="button" href={formAddress(size)} target="_blank" rel="noreferrer">
            {pt(size === 'a5' ? 'printA5' : 'printA4')} <span class="visually-hidden">{pt('newTab')}</span>
          </a>
        ))}
      </div>
    </section>
  );
}

function ClosedBatches({ batches }: { batches: readonly PaperBatch[] }) {
  return (
    <section class="card" aria-labelledby="paper-closed">
      <h2 id="paper-closed">{pt('closedTitle')}</h2>
      {batches.length === 0 ? (
        <p>{pt('closedNone')}</p>
      ) : (
        <table class="table" aria-labelledby="paper-closed">
          <thead>
            <tr>
              <th scope="col">{pt('batch')}</th>
              <th scope="col">{pt('day')}</th>
              <th scope="col">{pt('who')}</th>
              <th scope="col" class="number">
                {pt('counted')}
              </th>
              <th scope="col" class="number">
                {pt('taken')}
              </th>
            </tr>
          </thead>
          <tbody>
            {batches.map(({ number, day, keyedBy, forms, taken }) => (
              <tr key={number}>
                <th scope="row">{number}</th>
                <td>{formatDay(day, locale.value)}</td>
                <td class="paper-who">{keyedBy}</td>
                <td class="number">{forms}</td>
                <td class="number">{taken}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
