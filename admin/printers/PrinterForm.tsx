// Sets the printer of a counter: a new one, or what stands there changed.
import { useSignal } from '@preact/signals';
import {
  type Paper,
  type PrinterCommandSet,
  type PrinterLine,
  papers,
  printerCommandSets,
  printerSettingSchema,
} from '../../shared/contract/printers.ts';
import { Failure } from '../components/Failure.tsx';
import { useTask } from '../components/use-task.ts';
import { useUnsaved } from '../components/use-unsaved.ts';
import type { Counter } from '../devices/devices-api.ts';
import { ApiError } from '../http/request.ts';
import { setPrinter } from './printers-api.ts';
import { prt } from './texts.ts';

interface Props {
  /** The printer to change; null for a new one. */
  base: PrinterLine | null;
  /** Of its counter. */
  name: string;
  /** Counters without a printer. */
  free: readonly Counter[];
  /** The counter that was set, or null when nothing was changed. */
  onDone: (counter: string | null) => Promise<void>;
}

interface Draft {
  counter: string;
  host: string;
  port: string;
  paper: Paper;
  commandSet: PrinterCommandSet;
  atClose: boolean;
}

type Fault = 'counter' | 'host' | 'host-refused' | 'port';

export function PrinterForm({ base, name, free, onDone }: Props) {
  const start: Draft = {
    counter: base?.counter ?? '',
    host: base?.host ?? '',
    port: String(base?.port ?? 9100),
    paper: base?.paper ?? '80mm',
    commandSet: base?.commandSet ?? 'escpos',
    atClose: base?.atClose ?? true,
  };
  const draft = useSignal(start);
  const faults = useSignal<readonly Fault[]>([]);
  const { busy, failure, run } = useTask();
  const isChanged = JSON.stringify(draft.value) !== JSON.stringify(start);
  useUnsaved(isChanged && !busy.value);
  const set = (change: Partial<Draft>) => {
    draft.value = { ...draft.value, ...change };
    faults.value = [];
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { counter, port, ...rest } = draft.value;
    const read = printerSettingSchema.safeParse({
      ...rest,
      port: /^\d{1,6}$/.test(port) ? Number(port) : -1,
    });
    const wrong = new Set(read.success ? [] : read.error.issues.map(({ path }) => path[0]));
    faults.value = [
      ...(counter === '' ? ['counter' as const] : []),
      ...(wrong.has('host') ? ['host' as const] : []),
      ...(wrong.has('port') ? ['port' as const] : []),
    ];
    if (faults.value.length > 0 || !read.success) {
      document.getElementById(`printer-${faults.value[0]}`)?.focus();
      return;
    }
    await run(async () => {
      try {
        await setPrinter(counter, read.data);
      } catch (error) {
        if (!(error instanceof ApiError && error.code === 'invalid-request')) throw error;
        faults.value = ['host-refused'];
        document.getElementById('printer-host')?.focus();
        return;
      }
      draft.value = start;
      await onDone(counter);
    });
  };

  const { counter, host, port, paper, commandSet, atClose } = draft.value;
  const title = base === null ? prt('add') : prt('change', { name });
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      <form class="inline-form" onSubmit={submit} noValidate>
        {base === null && (
          <div class="field">
            <label for="printer-counter">{prt('counter')}</label>
            <select
              id="printer-counter"
              value={counter}
              aria-invalid={faults.value.includes('counter')}
              aria-describedby="printer-counter-error"
              onChange={(event) => set({ counter: event.currentTarget.value })}
            >
              <option value="">{prt('choose')}</option>
              {free.map(({ code, name: counterName }) => (
                <option key={code} value={code}>
                  {counterName}
                </option>
              ))}
            </select>
            <p id="printer-counter-error" class="field-error" role="alert">
              {faults.value.includes('counter') && prt('counterMissing')}
            </p>
          </div>
        )}
        <div class="field">
          <label for="printer-host">{prt('host')}</label>
          <p id="printer-host-hint" class="field-hint">
            {prt('hostHint')}
          </p>
          <input
            id="printer-host"
            type="text"
            maxLength={253}
            autocomplete="off"
            spellcheck={false}
            value={host}
            aria-invalid={faults.value.includes('host') || faults.value.includes('host-refused')}
            aria-describedby="printer-host-hint printer-host-error"
            onInput={(event) => set({ host: event.currentTarget.value })}
          />
          <p id="printer-host-error" class="field-error" role="alert">
            {faults.value.includes('host') && prt('hostBad')}
            {faults.value.includes('host-refused') && prt('hostRefused')}
          </p>
        </div>
        <div class="field">
          <label for="printer-port">{prt('port')}</label>
          <p id="printer-port-hint" class="field-hint">
            {prt('portHint')}
          </p>
          <input
            id="printer-port"
            type="text"
            inputMode="numeric"
            maxLength={5}
            autocomplete="off"
            value={port}
            aria-invalid={faults.value.includes('port')}
            aria-describedby="printer-port-hint printer-port-error"
            onInput={(event) => set({ port: event.currentTarget.value })}
          />
          <p id="printer-port-error" class="field-error" role="alert">
            {faults.value.includes('port') && prt('portBad')}
          </p>
        </div>
        <div class="field">
          <label for="printer-paper">{prt('width')}</label>
          <select
            id="printer-paper"
            value={paper}
            onChange={(event) => set({ paper: event.currentTarget.value as Paper })}
          >
            {papers.map((one) => (
              <option key={one} value={one}>
                {one.replace('mm', ' mm')}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="printer-commands">{prt('commands')}</label>
          <p id="printer-commands-hint" class="field-hint">
            {prt('commandsHint')}
          </p>
          <select
            id="printer-commands"
            value={commandSet}
            aria-describedby="printer-commands-hint"
            onChange={(event) => set({ commandSet: event.currentTarget.value as PrinterCommandSet })}
          >
            {printerCommandSets.map((one) => (
              <option key={one} value={one}>
                {prt(`commands.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={atClose}
            onChange={(event) => set({ atClose: event.currentTarget.checked })}
          />
          {prt('printAtClose')}
        </label>
        {failure.value !== null && <Failure error={failure.value} />}
        <div class="row">
          <button type="submit" class="button button-primary" aria-disabled={busy.value}>
            {busy.value ? prt('saving') : prt('save')}
          </button>
          {base !== null && (
            <button type="button" class="button" onClick={() => void onDone(null)}>
              {prt('discard')}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}
