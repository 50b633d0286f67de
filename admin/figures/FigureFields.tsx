// The inputs of one officer's month, for entering, correcting, and decisions on petitions.
import { useRef } from 'preact/hooks';
import { locale } from '../i18n/locale.ts';
import { figureTitle, kpiText } from '../kpi/texts.ts';
import type { FigureKind } from './figures-api.ts';
import { emptyFigure, type FiguresDraft, kindsOf } from './figures-draft.ts';
import { text } from './texts.ts';

interface FieldsProps {
  draft: FiguresDraft;
  kinds: readonly FigureKind[];
  /** Names of inputs at fault. */
  faults: readonly string[];
  onChange: (draft: FiguresDraft) => void;
}

export function FigureFields({ draft, kinds, faults, onChange }: FieldsProps) {
  const field = (name: string, label: string, value: string, onInput: (value: string) => void) => (
    <Field
      key={name}
      name={name}
      label={label}
      value={value}
      isAtFault={faults.includes(name)}
      onInput={onInput}
    />
  );
  const all = kindsOf(kinds, draft);
  // Decided once: a field that moved while it is typed in would lose the focus.
  const held = useRef(new Set(Object.keys(draft.figures))).current;
  const isUsual = ({ name, isOther }: FigureKind) => !isOther || held.has(name);
  const usual = all.filter(isUsual);
  const others = all.filter((kind) => !isUsual(kind));
  const kindFields = ({ name, label, isIndex }: FigureKind) => {
    const figure = label?.[locale.value] ?? figureTitle(name);
    if (isIndex) {
      return (
        <div key={name} class="kpi-fields">
          {field(`${name}-index`, figure, draft.indices[name] ?? '', (value) =>
            onChange({ ...draft, indices: { ...draft.indices, [name]: value } }),
          )}
        </div>
      );
    }
    const values = draft.figures[name] ?? emptyFigure;
    const change = (part: keyof typeof emptyFigure) => (value: string) =>
      onChange({ ...draft, figures: { ...draft.figures, [name]: { ...values, [part]: value } } });
    return (
      <fieldset key={name}>
        <legend>{figure}</legend>
        <div class="kpi-fields">
          {field(`${name}-achieved`, text('form.achieved'), values.achieved, change('achieved'))}
          {field(`${name}-assigned`, text('form.assigned'), values.assigned, change('assigned'))}
          {field(`${name}-percent`, text('form.percent'), values.percent, change('percent'))}
        </div>
      </fieldset>
    );
  };
  return (
    <>
      <div class="kpi-fields">
        {field('daysWorked', text('form.days'), draft.daysWorked, (daysWorked) =>
          onChange({ ...draft, daysWorked }),
        )}
        {field('workingDays', text('form.of'), draft.workingDays, (workingDays) =>
          onChange({ ...draft, workingDays }),
        )}
        {field('generalPoints', text('form.general'), draft.generalPoints, (generalPoints) =>
          onChange({ ...draft, generalPoints }),
        )}
        {field('generalOf', text('form.generalOf'), draft.generalOf, (generalOf) =>
          onChange({ ...draft, generalOf }),
        )}
      </div>
      {usual.some(({ isIndex }) => !isIndex) && <p class="muted">{text('form.amounts')}</p>}
      {usual.map(kindFields)}
      {others.length > 0 && (
        <details
          class="kpi-others"
          open={others.some(({ name }) => faults.some((fault) => fault.startsWith(`${name}-`)))}
        >
          <summary class="policy-summary">{text('form.others')}</summary>
          {others.map(kindFields)}
        </details>
      )}
      {field('source', text('form.source'), draft.source, (source) => onChange({ ...draft, source }))}
    </>
  );
}

interface FieldProps {
  name: string;
  label: string;
  value: string;
  isAtFault: boolean;
  onInput: (value: string) => void;
}

export function Field({ name, label, value, isAtFault, onInput }: FieldProps) {
  const isNumber = name !== 'source' && name !== 'officer';
  return (
    <div class="field">
      <label for={`figure-${name}`}>{label}</label>
      <input
        id={`figure-${name}`}
        type="text"
        inputMode={isNumber ? 'decimal' : 'text'}
        maxLength={isNumber ? 26 : 400}
        autocomplete="off"
        value={value}
        aria-invalid={isAtFault}
        aria-describedby={`figure-fault-${name}`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <p id={`figure-fault-${name}`} class="field-error" role="alert">
        {isAtFault && (isNumber ? text('form.number') : kpiText('form.required'))}
      </p>
    </div>
  );
}
