// The inputs of one officer's month, for entering, correcting, and decisions on petitions.
import { locale } from '../i18n/locale.ts';
import { figureText, kpiText } from '../kpi/texts.ts';
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
    <Field key={name} name={name} label={label} value={value} isAtFault={faults.includes(name)} onInput={onInput} />
  );
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
      {kindsOf(kinds, draft).map(({ name, label, isIndex }) => {
        const figure = label?.[locale.value] ?? figureText(name);
        if (isIndex) {
          return (
            <div key={name} class="kpi-fields">
              {field(`${name}-index`, text('form.index', { figure }), draft.indices[name] ?? '', (value) =>
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
              {field(`${name}-achieved`, text('form.achieved', { figure: figureText(name) }), values.achieved, change('achieved'))}
              {field(`${name}-assigned`, text('form.assigned', { figure: figureText(name) }), values.assigned, change('assigned'))}
              {field(`${name}-percent`, text('form.percent', { figure: figureText(name) }), values.percent, change('percent'))}
            </div>
          </fieldset>
        );
      })}
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
