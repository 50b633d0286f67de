// The first of two decisions on a petition: an outcome and a reason code. Groups are chosen by counter, day and count;
// nothing here says how they were rated.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { petitionReasons } from '../../shared/contract/kpi.ts';
import type { DisputeAnswer, DisputeProposal } from '../../shared/contract/kpi-operations.ts';
import { useUnsaved } from '../components/use-unsaved.ts';
import { FigureFields } from '../figures/FigureFields.tsx';
import { bodyOf, draftOf, type FiguresDraft, faultsOf } from '../figures/figures-draft.ts';
import { locale } from '../i18n/locale.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { roster } from '../kpi/officer-names.ts';
import { kpiText } from '../kpi/texts.ts';
import { periodWords } from '../officers/periods.ts';
import { whenText } from './PetitionView.tsx';
import { currentFigures, listPetitions, proposeDecision } from './petitions-api.ts';
import { text } from './texts.ts';

type Outcome = DisputeProposal['outcome'];
type Figures = Awaited<ReturnType<typeof currentFigures>>[number]['body'];

interface FormProps {
  dispute: DisputeAnswer;
  onDone: () => Promise<void>;
}

export function ProposalForm({ dispute, onDone }: FormProps) {
  const { subject } = dispute.petition;
  const isByDay = subject.kind === 'responses' || subject.kind === 'attribution';
  const outcomes: readonly Outcome[] = isByDay
    ? ['none', 'exclusion', 'reinstatement', 'correction']
    : ['none', 'correction'];
  const outcome = useSignal<Outcome | null>(null);
  const group = useSignal('0');
  const to = useSignal('');
  const earlier = useSignal('');
  const reason = useSignal<string>(dispute.petition.reason);
  const words = useSignal('');
  const months = useSignal<Figures[] | null>(null);
  const month = useSignal(0);
  const draft = useSignal<FiguresDraft | null>(null);
  const excluded = useSignal<DisputeAnswer[]>([]);
  const faults = useSignal<string[]>([]);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  useUnsaved((words.value.trim() !== '' || outcome.value !== null) && !busy.value);

  const period = 'period' in subject ? subject.period : null;
  useEffect(() => {
    if (period !== null) {
      currentFigures(dispute.officer, period).then(
        (rows) => {
          months.value = rows.map(({ body }) => body);
          const [first] = months.value;
          draft.value = first === undefined ? null : draftOf(first, locale.peek());
        },
        (error) => {
          failure.value = error;
        },
      );
      return;
    }
    listPetitions(dispute.officer).then(
      (all) => {
        excluded.value = all.filter(
          ({ proposal, loggedDay }) => loggedDay !== null && proposal?.outcome === 'exclusion',
        );
      },
      (error) => {
        failure.value = error;
      },
    );
  }, [dispute.officer, period, months, draft, excluded, failure]);

  const groups = dispute.groups ?? [];
  const chosenGroup = groups[Number(group.value)];
  const needsGroup = isByDay && (outcome.value === 'exclusion' || outcome.value === 'correction');
  const isCorrection = outcome.value === 'correction';
  const base = months.value?.[month.value] ?? null;
  const found = (): string[] => [
    ...(outcome.value === null ? ['outcome'] : []),
    ...(needsGroup && chosenGroup === undefined ? ['group'] : []),
    ...(isCorrection && isByDay && to.value.trim() === '' ? ['to'] : []),
    ...(outcome.value === 'reinstatement' && earlier.value === '' ? ['earlier'] : []),
    ...(isCorrection && !isByDay ? (draft.value === null ? ['figures'] : faultsOf(draft.value)) : []),
    ...(words.value.trim() === '' ? ['words'] : []),
  ];
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    faults.value = found();
    const [first] = faults.value;
    if (first !== undefined) {
      const field =
        document.getElementById(`proposal-${first}`) ?? document.getElementById(`figure-${first}`);
      field?.focus();
      return;
    }
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    const proposal: DisputeProposal = {
      outcome: outcome.value!,
      reason: reason.value as DisputeProposal['reason'],
      text: words.value.trim(),
      ...(needsGroup && chosenGroup !== undefined
        ? { group: { counter: chosenGroup.counter, when: chosenGroup.when } }
        : {}),
      ...(isCorrection && isByDay ? { to: to.value.trim() } : {}),
      ...(outcome.value === 'reinstatement' ? { dispute: earlier.value } : {}),
      ...(isCorrection && !isByDay && draft.value !== null ? { figures: bodyOf(draft.value, base) } : {}),
    };
    try {
      await proposeDecision(dispute.id, proposal);
      await onDone();
    } catch (error) {
      failure.value = error;
      busy.value = false;
    }
  };
  const has = (name: string): boolean => faults.value.includes(name);
  const required = (name: string) => (
    <p id={`proposal-fault-${name}`} class="field-error" role="alert">
      {has(name) && kpiText('form.required')}
    </p>
  );

  return (
    <form class="kpi-form" onSubmit={submit} noValidate>
      <p>{text('proposal.lead')}</p>
      <fieldset aria-describedby="proposal-fault-outcome">
        <legend>{text('proposal.outcome')}</legend>
        {outcomes.map((one, index) => (
          <label key={one} class="check">
            <input
              id={index === 0 ? 'proposal-outcome' : undefined}
              type="radio"
              name="outcome"
              checked={outcome.value === one}
              onChange={() => {
                outcome.value = one;
                faults.value = [];
              }}
            />
            <span>
              {text(`outcome.${one}`)}
              <span class="kpi-choice-hint">
                {text(
                  one === 'correction' && !isByDay ? 'outcome.correctionFigures.hint' : `outcome.${one}.hint`,
                )}
              </span>
            </span>
          </label>
        ))}
        {required('outcome')}
      </fieldset>
      {needsGroup &&
        (groups.length === 0 ? (
          <p id="proposal-group" tabIndex={-1} class="kpi-withheld">
            {text('proposal.noGroup')}
          </p>
        ) : (
          <div class="field">
            <label for="proposal-group">{text('proposal.group')}</label>
            <select
              id="proposal-group"
              value={group.value}
              onChange={(event) => {
                group.value = event.currentTarget.value;
              }}
            >
              {groups.map(({ counter, when, responses }, index) => (
                <option key={`${counter} ${when}`} value={String(index)}>
                  {text('proposal.groupOption', {
                    counter,
                    when: whenText(when),
                    n:
                      responses === null
                        ? text('proposal.groupFew')
                        : text('proposal.groupCount', { n: responses }),
                  })}
                </option>
              ))}
            </select>
          </div>
        ))}
      {isCorrection && isByDay && (
        <div class="field">
          <label for="proposal-to">{text('proposal.to')}</label>
          <select
            id="proposal-to"
            value={to.value}
            aria-invalid={has('to')}
            aria-describedby="proposal-fault-to"
            onChange={(event) => {
              to.value = event.currentTarget.value;
            }}
          >
            <option value="">{text('proposal.choose')}</option>
            {roster.value.officers
              .filter(({ code }) => code !== dispute.officer)
              .map(({ code, name }) => (
                <option key={code} value={code}>
                  {name} ({code})
                </option>
              ))}
          </select>
          {required('to')}
        </div>
      )}
      {outcome.value === 'reinstatement' && (
        <div class="field">
          <label for="proposal-earlier">{text('proposal.dispute')}</label>
          <select
            id="proposal-earlier"
            value={earlier.value}
            aria-invalid={has('earlier')}
            aria-describedby="proposal-fault-earlier"
            onChange={(event) => {
              earlier.value = event.currentTarget.value;
            }}
          >
            <option value="">{text('proposal.choose')}</option>
            {excluded.value.map(({ id, proposal }) => (
              <option key={id} value={id}>
                {`${id}: ${proposal?.group?.counter ?? ''} ${whenText(proposal?.group?.when ?? '')}`}
              </option>
            ))}
          </select>
          {required('earlier')}
        </div>
      )}
      {isCorrection && !isByDay && months.value !== null && months.value.length === 0 && (
        <p id="proposal-figures" tabIndex={-1} class="kpi-withheld">
          {text('proposal.noFigures')}
        </p>
      )}
      {isCorrection && !isByDay && draft.value !== null && base !== null && (
        <>
          {(months.value?.length ?? 0) > 1 && (
            <div class="field">
              <label for="proposal-month">{kpiText('form.month')}</label>
              <select
                id="proposal-month"
                value={String(month.value)}
                onChange={(event) => {
                  month.value = Number(event.currentTarget.value);
                  draft.value = draftOf(months.value![month.value]!, locale.peek());
                }}
              >
                {months.value!.map(({ month: one, unit }, index) => (
                  <option key={`${one} ${unit ?? ''}`} value={String(index)}>
                    {periodWords(one, locale.value)} {unit ?? ''}
                  </option>
                ))}
              </select>
            </div>
          )}
          <h3>{text('proposal.figures', { month: periodWords(base.month, locale.value) })}</h3>
          <FigureFields
            draft={draft.value}
            kinds={[]}
            faults={faults.value}
            onChange={(next) => {
              draft.value = next;
            }}
          />
        </>
      )}
      <div class="field field-wide">
        <label for="proposal-reason">{text('proposal.reason')}</label>
        <select
          id="proposal-reason"
          value={reason.value}
          onChange={(event) => {
            reason.value = event.currentTarget.value;
          }}
        >
          {petitionReasons.map((one) => (
            <option key={one} value={one}>
              {text(`reason.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div class="field field-wide">
        <label for="proposal-words">{text('proposal.text')}</label>
        <p id="proposal-hint-words" class="field-hint">
          {text('proposal.textHint')}
        </p>
        <textarea
          id="proposal-words"
          rows={4}
          maxLength={4000}
          value={words.value}
          aria-invalid={has('words')}
          aria-describedby="proposal-hint-words proposal-fault-words"
          onInput={(event) => {
            words.value = event.currentTarget.value;
          }}
        />
        {required('words')}
      </div>
      {failure.value !== null && <KpiFailure error={failure.value} />}
      <button type="submit" class="button button-primary" aria-disabled={busy.value}>
        {busy.value ? kpiText('form.sending') : text('proposal.send')}
      </button>
    </form>
  );
}
