// Choosing a procedure out of up to thousands: the ones just used first, then a search that minds no diacritics.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { findProcedures, type Procedure } from './procedures.ts';
import { cnt } from './texts.ts';

const shownMax = 40;

export interface ProcedurePickerProps {
  procedures: readonly Procedure[];
  recent: readonly Procedure[];
  onChoose: (procedure: Procedure) => void;
  /** Goes back without choosing; null while nothing is chosen yet. */
  onKeep: (() => void) | null;
}

export function ProcedurePicker({ procedures, recent, onChoose, onKeep }: ProcedurePickerProps) {
  const search = useSignal('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const found = findProcedures(procedures, search.value);
  const shown = found.slice(0, shownMax);
  const hasSearch = search.value.trim() !== '';
  return (
    <section class="picker" aria-labelledby="picker">
      <h2 id="picker">{cnt('choose')}</h2>
      <div class="field">
        <label for="procedure-search">{cnt('search')}</label>
        <input
          ref={field}
          id="procedure-search"
          type="search"
          autocomplete="off"
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && onKeep !== null) onKeep();
            if (event.key === 'Enter' && shown.length === 1 && shown[0] !== undefined) onChoose(shown[0]);
          }}
        />
      </div>
      {onKeep !== null && (
        <button type="button" class="button" onClick={onKeep}>
          {cnt('keep')}
        </button>
      )}
      {!hasSearch && recent.length > 0 && (
        <>
          <h3>{cnt('recent')}</h3>
          <Choices procedures={recent} onChoose={onChoose} />
        </>
      )}
      <p class="muted" role="status">
        {found.length === 0
          ? cnt('noMatch', { query: search.value.trim() })
          : found.length > shown.length
            ? cnt('matchesMore', { shown: shown.length, n: found.length })
            : cnt('matches', { n: found.length })}
      </p>
      <Choices procedures={shown} onChoose={onChoose} />
    </section>
  );
}

function Choices(props: { procedures: readonly Procedure[]; onChoose: (procedure: Procedure) => void }) {
  return (
    <ul class="choices">
      {props.procedures.map((procedure) => (
        <li key={procedure.code}>
          <button type="button" class="choice" onClick={() => props.onChoose(procedure)}>
            <span class="choice-name">{procedure.name}</span>
            <span class="muted">
              {procedure.code}
              {procedure.field !== '' && ` · ${procedure.field}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
