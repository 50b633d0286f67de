// Moves the weights of a template within the policy's bounds, for everyone in the position or for one officer.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Failure } from '../components/Failure.tsx';
import { useTask } from '../components/use-task.ts';
import { useUnsaved } from '../components/use-unsaved.ts';
import { ApiError } from '../http/request.ts';
import { locale } from '../i18n/locale.ts';
import { type Change, changeWeights, type Template } from './positions-api.ts';
import { type PositionText, pos, vi } from './texts.ts';
import {
  boundsOf,
  changeInForce,
  fieldOfPath,
  movableParts,
  partSum,
  typedWeight,
  weightFaults,
  weightKey,
  weightsOf,
  weightText,
} from './weights.ts';

const reasonMax = 1000;

interface Props {
  template: Template;
  bounds: { weightChangeMax: string; weightMin: string };
  changes: readonly Change[];
  policy: number;
  /** The centre's day. */
  today: string;
  officers: readonly { code: string; name: string }[];
  onDone: (isSaved: boolean) => Promise<void>;
}

const idOf = (field: string): string => `weights-${field.replace(/[.:]/g, '-')}`;
const faultText = (fault: string | undefined): string | undefined =>
  fault === undefined
    ? undefined
    : pos(`fault.${fault}` in vi ? (`fault.${fault}` as PositionText) : 'fault.other');

export function WeightsForm({ template, bounds, changes, policy, today, officers, onDone }: Props) {
  const language = locale.value;
  const weightsFor = (officer: string | null): Record<string, string> => {
    const at = { policy, position: template.id, officer, day: today };
    const weights = weightsOf(template, changeInForce(changes, at));
    return Object.fromEntries(
      Object.entries(weights).map(([key, weight]) => [key, weightText(weight, language)]),
    );
  };
  const start = { officer: '', effective: today, reason: '', weights: weightsFor(null) };
  const first = useSignal(start);
  const draft = useSignal(start);
  /** By field: `part.criterion`, `part:ID`, `effective`, `reason`, `officer`. */
  const faults = useSignal<ReadonlyMap<string, string>>(new Map());
  const { busy, failure, run } = useTask();
  useUnsaved(JSON.stringify(draft.value) !== JSON.stringify(first.value) && !busy.value);
  const parts = movableParts(template);
  useEffect(() => document.getElementById('weights-officer')?.focus(), []);

  const set = (change: Partial<typeof start>) => {
    draft.value = { ...draft.value, ...change };
    faults.value = new Map();
  };
  const show = (found: ReadonlyMap<string, string>) => {
    faults.value = found;
    const [field] = found.keys();
    if (field === undefined) return;
    const part = parts.find(({ id }) => field === `part:${id}`);
    const at = part === undefined ? field : weightKey(part.id, part.criteria[0]!.id);
    document.getElementById(idOf(at))?.focus();
  };

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const { officer, effective, reason, weights } = draft.value;
    const found = new Map<string, string>(weightFaults(template, weights, bounds));
    if (effective === '' || effective < today) found.set('effective', 'effective');
    if (reason.trim() === '') found.set('reason', 'reason');
    if (found.size > 0) return show(found);
    const sent = parts.flatMap((part) =>
      part.criteria.map(({ id }) => ({
        part: part.id,
        criterion: id,
        weight: typedWeight(weights[weightKey(part.id, id)] ?? '') ?? '',
      })),
    );
    await run(async () => {
      try {
        await changeWeights({
          position: template.id,
          officer: officer === '' ? null : officer,
          weights: sent,
          effective,
          reason: reason.trim(),
        });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const places =
          error.code === 'unknown-officer'
            ? ['officer']
            : error.faults.map(({ path }) => fieldOfPath(path, template, sent));
        const known = places.filter((place) => place !== null);
        if (known.length === 0) throw error;
        show(
          new Map(
            known.map((place) => [
              place,
              place.startsWith('part:') ? 'sum' : place.includes('.') ? 'bounds' : place,
            ]),
          ),
        );
        return;
      }
      draft.value = first.value;
      await onDone(true);
    });
  };

  const { officer, effective, reason, weights } = draft.value;
  const fault = (field: string) => faultText(faults.value.get(field));
  return (
    <form class="inline-form" onSubmit={submit} noValidate aria-label={pos('change')}>
      <h4>{pos('change')}</h4>
      <p>{pos('changeHint')}</p>
      <div class="field">
        <label for="weights-officer">{pos('forWhom')}</label>
        <select
          id="weights-officer"
          value={officer}
          aria-invalid={faults.value.has('officer')}
          aria-describedby="weights-officer-error"
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            const shown = weightsFor(chosen === '' ? null : chosen);
            // What was typed stays; what was only shown follows whom it is for.
            const isTyped = JSON.stringify(weights) !== JSON.stringify(first.value.weights);
            first.value = { ...first.value, officer: chosen, weights: shown };
            set({ officer: chosen, ...(isTyped ? {} : { weights: shown }) });
          }}
        >
          <option value="">{pos('everyone')}</option>
          {officers.map(({ code, name }) => (
            <option key={code} value={code}>
              {name} ({code})
            </option>
          ))}
        </select>
        <p id="weights-officer-error" class="field-error" role="alert">
          {fault('officer')}
        </p>
      </div>
      <p>{pos('write')}</p>
      {parts.map((part) => {
        const total = partSum(part, weights);
        return (
          <fieldset key={part.id} class="position-part">
            <legend>{part.label[language]}</legend>
            <div class="position-weights">
              {part.criteria.map(({ id, label, weight }) => {
                const key = weightKey(part.id, id);
                const { low, high } = boundsOf(weight, bounds);
                return (
                  <div key={key} class="field">
                    <label for={idOf(key)}>{label[language]}</label>
                    <p id={`${idOf(key)}-hint`} class="field-hint">
                      {pos('range', { low: weightText(low, language), high: weightText(high, language) })}
                    </p>
                    <input
                      id={idOf(key)}
                      type="text"
                      inputMode="text"
                      maxLength={24}
                      autocomplete="off"
                      value={weights[key] ?? ''}
                      aria-invalid={faults.value.has(key) || faults.value.has(`part:${part.id}`)}
                      aria-describedby={`${idOf(key)}-hint ${idOf(key)}-error`}
                      onInput={(event) => set({ weights: { ...weights, [key]: event.currentTarget.value } })}
                    />
                    <p id={`${idOf(key)}-error`} class="field-error" role="alert">
                      {fault(key)}
                    </p>
                  </div>
                );
              })}
            </div>
            <p role="status">
              {total === null ? pos('sumUnknown') : pos('sum', { sum: weightText(total, language) })}
            </p>
            <p class="field-error" role="alert">
              {fault(`part:${part.id}`)}
            </p>
          </fieldset>
        );
      })}
      <div class="field">
        <label for="weights-effective">{pos('effective')}</label>
        <input
          id="weights-effective"
          type="date"
          min={today}
          value={effective}
          aria-invalid={faults.value.has('effective')}
          aria-describedby="weights-effective-error"
          onInput={(event) => set({ effective: event.currentTarget.value })}
        />
        <p id="weights-effective-error" class="field-error" role="alert">
          {fault('effective')}
        </p>
      </div>
      <div class="field position-reason">
        <label for="weights-reason">{pos('reason')}</label>
        <textarea
          id="weights-reason"
          rows={2}
          maxLength={reasonMax}
          value={reason}
          aria-invalid={faults.value.has('reason')}
          aria-describedby="weights-reason-error"
          onInput={(event) => set({ reason: event.currentTarget.value })}
        />
        <p id="weights-reason-error" class="field-error" role="alert">
          {fault('reason')}
        </p>
      </div>
      {failure.value !== null && <Failure error={failure.value} />}
      <div class="row">
        <button type="submit" class="button button-primary" aria-disabled={busy.value}>
          {busy.value ? pos('saving') : pos('save')}
        </button>
        <button type="button" class="button" aria-disabled={busy.value} onClick={() => void onDone(false)}>
          {pos('discard')}
        </button>
      </div>
    </form>
  );
}
