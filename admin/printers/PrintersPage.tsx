// Printers of slips, one a counter: what each has done, a test page, setting and removing one (administrators).
import '../styles/printers.css';
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { PrinterLine } from '../../shared/contract/printers.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { useTask } from '../components/use-task.ts';
import { type Counter, listCounters } from '../devices/devices-api.ts';
import { ApiError } from '../http/request.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { PrinterForm } from './PrinterForm.tsx';
import { listPrinters, printTest, removePrinter } from './printers-api.ts';
import { failureText, prt } from './texts.ts';

const printersEveryMs = 5_000;
const countersEveryMs = 300_000;

export function PrintersPage({ session }: PageProps) {
  const printers = usePolled(listPrinters, printersEveryMs);
  const counters = usePolled(listCounters, countersEveryMs);
  const edited = useSignal<string | null>(null);
  const saved = useSignal<string | null>(null);
  const form = useRef<HTMLDivElement>(null);
  const error = printers.state.value.error ?? counters.state.value.error;
  const shown = printers.state.value.data;
  const known = counters.state.value.data;
  const mayChange = session.role === 'administrator';
  const at = edited.value;
  useEffect(() => {
    if (at !== null) form.current?.querySelector<HTMLElement>('input')?.focus();
  }, [at]);
  const nameOf = (code: string): string => known?.find((counter) => counter.code === code)?.name ?? code;
  return (
    <>
      <h1>{prt('title')}</h1>
      <p class="lead">{prt('lead')}</p>
      {error !== null && (
        <Failure error={error} onRetry={() => void Promise.all([printers.refresh(), counters.refresh()])} />
      )}
      {shown === null || known === null ? (
        error === null && <Loading />
      ) : (
        <>
          {saved.value !== null && (
            <Notice tone="good" role="status" title={prt('saved', { name: nameOf(saved.value) })} />
          )}
          <PrinterList
            printers={shown}
            nameOf={nameOf}
            mayChange={mayChange}
            refresh={printers.refresh}
            onAct={() => {
              saved.value = null;
            }}
            onEdit={(counter) => {
              saved.value = null;
              edited.value = counter;
            }}
          />
          {mayChange ? (
            <div ref={form}>
              <EditForm
                key={at ?? ''}
                printers={shown}
                counters={known}
                edited={at}
                onDone={async (counter) => {
                  edited.value = null;
                  saved.value = counter;
                  if (counter !== null) await printers.refresh();
                }}
              />
            </div>
          ) : (
            <p class="muted">{prt('readOnly')}</p>
          )}
        </>
      )}
    </>
  );
}

function EditForm(props: {
  printers: readonly PrinterLine[];
  counters: readonly Counter[];
  edited: string | null;
  onDone: (counter: string | null) => Promise<void>;
}) {
  const { printers, counters, edited, onDone } = props;
  const free = counters.filter(({ code }) => printers.every((printer) => printer.counter !== code));
  const base = printers.find((printer) => printer.counter === edited) ?? null;
  if (base === null && free.length === 0) {
    return <p class="muted">{prt(counters.length === 0 ? 'noCounters' : 'all')}</p>;
  }
  const name = counters.find(({ code }) => code === edited)?.name ?? edited ?? '';
  return <PrinterForm base={base} name={name} free={free} onDone={onDone} />;
}

interface ListProps {
  printers: readonly PrinterLine[];
  nameOf: (counter: string) => string;
  mayChange: boolean;
  refresh: () => Promise<void>;
  onAct: () => void;
  onEdit: (counter: string) => void;
}

function PrinterList({ printers, nameOf, mayChange, refresh, onAct, onEdit }: ListProps) {
  const asked = useSignal<string | null>(null);
  const removed = useSignal<string | null>(null);
  const tested = useSignal<{ counter: string; outcome: 'printed' | 'sent' | 'failed' } | null>(null);
  const testing = useSignal<string | null>(null);
  const { busy, failure, run } = useTask();
  const begin = () => {
    onAct();
    removed.value = null;
    tested.value = null;
  };

  const test = (counter: string) => {
    begin();
    void run(async () => {
      testing.value = counter;
      try {
        tested.value = { counter, outcome: await printTest(counter) };
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'printer-failed')) throw error;
        tested.value = { counter, outcome: 'failed' };
      } finally {
        testing.value = null;
      }
      await refresh();
    });
  };
  const remove = (counter: string) =>
    run(async () => {
      await removePrinter(counter);
      asked.value = null;
      removed.value = nameOf(counter);
      await refresh();
    });

  if (printers.length === 0) {
    return (
      <section class="card empty">
        {removed.value !== null && (
          <Notice tone="good" role="status" title={prt('removed', { name: removed.value })} />
        )}
        <p class="empty-title">{prt('empty')}</p>
        <p>{prt('emptyHint')}</p>
      </section>
    );
  }
  const outcome = tested.value;
  return (
    <section class="card" aria-label={prt('title')}>
      {removed.value !== null && (
        <Notice tone="good" role="status" title={prt('removed', { name: removed.value })} />
      )}
      {outcome !== null && (
        <Notice
          tone={outcome.outcome === 'failed' ? 'bad' : outcome.outcome === 'sent' ? 'info' : 'good'}
          role={outcome.outcome === 'failed' ? 'alert' : 'status'}
          title={prt(outcome.outcome === 'failed' ? 'testFailed' : `tested.${outcome.outcome}`, {
            name: nameOf(outcome.counter),
          })}
        />
      )}
      {failure.value !== null && <Failure error={failure.value} />}
      {asked.value !== null && (
        <Confirm
          key={asked.value}
          question={prt('removeAsk', { name: nameOf(asked.value) })}
          yes={prt('removeYes')}
          busy={busy.value}
          onYes={() => void remove(asked.value!)}
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
      <table class="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{prt('counter')}</th>
            <th scope="col">{prt('where')}</th>
            <th scope="col">{prt('atClose')}</th>
            <th scope="col">{prt('since')}</th>
            {mayChange && (
              <th scope="col" class="actions">
                <span class="visually-hidden">{prt('edit')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {printers.map((printer) => {
            const name = nameOf(printer.counter);
            const { host, port, paper, atClose, printed, failed, waiting, lastFailure } = printer;
            return (
              <tr key={printer.counter} data-counter={printer.counter}>
                <th scope="row">{name}</th>
                <td data-label={prt('where')} class="printer-where">
                  {host}:{String(port)} · {paper.replace('mm', ' mm')}
                </td>
                <td data-label={prt('atClose')}>{prt(atClose ? 'atClose.yes' : 'atClose.no')}</td>
                <td data-label={prt('since')}>
                  {prt('counts', { printed, failed, waiting })}
                  {lastFailure !== null && (
                    <div class="state state-dark printer-failure" title={lastFailure}>
                      {failureText(lastFailure)}
                    </div>
                  )}
                </td>
                {mayChange && (
                  <td class="actions">
                    <div class="row printer-actions">
                      <button
                        type="button"
                        class="button"
                        aria-disabled={busy.value}
                        aria-label={prt('of', { action: prt('test'), name })}
                        onClick={() => test(printer.counter)}
                      >
                        {prt(testing.value === printer.counter ? 'testing' : 'test')}
                      </button>
                      <button
                        type="button"
                        class="button"
                        aria-label={prt('of', { action: prt('edit'), name })}
                        onClick={() => {
                          begin();
                          onEdit(printer.counter);
                        }}
                      >
                        {prt('edit')}
                      </button>
                      <button
                        type="button"
                        class="button"
                        aria-label={prt('of', { action: prt('remove'), name })}
                        onClick={() => {
                          begin();
                          asked.value = printer.counter;
                        }}
                      >
                        {prt('remove')}
                      </button>
                    </div>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
