// One petition: what is contested and why, who did which step, and for those who decide the step that is next.
import { useSignal } from '@preact/signals';
import type { DisputeAnswer, DisputeProposal } from '../../shared/contract/kpi-operations.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { factsOf } from '../figures/FiguresList.tsx';
import { ApiError } from '../http/request.ts';
import { locale } from '../i18n/locale.ts';
import { momentText, shortDay } from '../kpi/figure-text.ts';
import { KpiFailure } from '../kpi/KpiFailure.tsx';
import { officerText } from '../kpi/officer-names.ts';
import { type Step, TwoPersons } from '../kpi/TwoPersons.tsx';
import type { PageProps } from '../navigation/page-props.ts';
import { query } from '../navigation/router.ts';
import { periodWords } from '../officers/periods.ts';
import { PetitionState } from './PetitionsPage.tsx';
import { ProposalForm } from './ProposalForm.tsx';
import { approveDecision, listPetitions, readPetition, refuseDecision } from './petitions-api.ts';
import { subjectText, text } from './texts.ts';

// Readings stand in the audit trail: an open page asks seldom.
const everyMs = 300_000;

async function ownPetition(officer: string, id: string): Promise<DisputeAnswer> {
  const found = (await listPetitions(officer)).find((one) => one.id === id);
  if (found === undefined) throw new ApiError('unknown-dispute');
  return found;
}

export function PetitionView({ id, session }: PageProps & { id: string }) {
  const isOfficer = session.role === 'officer';
  const { state, refresh } = usePolled(
    () => (isOfficer ? ownPetition(session.officer ?? '', id) : readPetition(id)),
    everyMs,
  );
  const { data, error } = state.value;
  return (
    <>
      <h1>{text('id', { id })}</h1>
      {error !== null && <KpiFailure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : (
        <>
          {isOfficer && query.value.get('sent') === '1' && data.state === 'open' && (
            <Notice
              tone="good"
              role="status"
              title={text('form.sent', { id, day: shortDay(data.decideBy, locale.value) })}
            />
          )}
          <Petition dispute={data} />
          <Decision dispute={data} session={session} onChanged={refresh} />
        </>
      )}
    </>
  );
}

function Petition({ dispute }: { dispute: DisputeAnswer }) {
  const { petition, officer, filedAt } = dispute;
  return (
    <section class="card" aria-labelledby="petition-subject">
      <h2 id="petition-subject">{subjectText(petition.subject)}</h2>
      <p>
        {text('from', { officer: officerText(officer) })}
        {' · '}
        {text('filed', { moment: momentText(filedAt, locale.value) })}
      </p>
      <p>
        <strong>{text(`reason.${petition.reason}`)}</strong>
      </p>
      <blockquote class="petition-words">{petition.text}</blockquote>
      <PetitionState dispute={dispute} />
    </section>
  );
}

function stepsOf(dispute: DisputeAnswer): Step[] {
  const { filedBy, filedAt, proposedBy, approvedBy, loggedDay } = dispute;
  return [
    { title: text('steps.file'), by: filedBy, at: filedAt, isDone: true },
    { title: text('steps.propose'), by: proposedBy, isDone: proposedBy !== null },
    {
      title: text('steps.approve'),
      by: approvedBy,
      isDone: approvedBy !== null,
      note: approvedBy === null ? text('steps.approveNote') : null,
    },
    { title: text('steps.log'), by: null, at: loggedDay, isDone: loggedDay !== null },
  ];
}

interface DecisionProps extends PageProps {
  dispute: DisputeAnswer;
  onChanged: () => Promise<void>;
}

function Decision({ dispute, session, onChanged }: DecisionProps) {
  const asked = useSignal<'approve' | 'refuse' | null>(null);
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const { id, state, proposal, proposedBy } = dispute;
  const isInvolved = session.name === dispute.filedBy || session.officer === dispute.officer;
  const mayDecide = session.role !== 'auditor' && session.role !== 'officer' && !isInvolved;
  const isOwn = proposedBy === session.name;
  const attempt = async (work: () => Promise<unknown>) => {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    try {
      await work();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
      asked.value = null;
      await onChanged();
    }
  };
  const no = () => {
    asked.value = null;
  };
  return (
    <section class="card kpi-steps" aria-labelledby="decision-title">
      <h2 id="decision-title">{text('proposal.title')}</h2>
      <TwoPersons steps={stepsOf(dispute)} me={session.name} />
      {proposal !== null && <Proposal proposal={proposal} />}
      {failure.value !== null && <KpiFailure error={failure.value} />}
      {state === 'open' && mayDecide && <ProposalForm dispute={dispute} onDone={onChanged} />}
      {state === 'proposed' && mayDecide && (
        <>
          {isOwn && (
            <Notice tone="info" title={text('approve.own')}>
              <p>{text('approve.ownHint')}</p>
            </Notice>
          )}
          {asked.value === null && (
            <div class="row">
              {!isOwn && (
                <button
                  type="button"
                  class="button button-primary"
                  onClick={() => {
                    asked.value = 'approve';
                  }}
                >
                  {text('approve.button')}
                </button>
              )}
              <button
                type="button"
                class="button"
                onClick={() => {
                  asked.value = 'refuse';
                }}
              >
                {text(isOwn ? 'refuse.withdraw' : 'refuse.button')}
              </button>
            </div>
          )}
        </>
      )}
      {(state === 'open' || state === 'proposed') && !mayDecide && session.role !== 'officer' && (
        <p>{text(isInvolved ? 'involved' : 'readOnly')}</p>
      )}
      {state === 'decided' && <Notice tone="good" title={text('decided.waiting')} />}
      {dispute.loggedDay !== null && (
        <Notice
          tone="good"
          title={text('decided.logged', { day: shortDay(dispute.loggedDay, locale.value) })}
        />
      )}
      {asked.value === 'approve' && (
        <Confirm
          question={text('approve.question', { id })}
          warning={text('approve.warning')}
          yes={text('approve.yes')}
          busy={busy.value}
          onYes={() => void attempt(() => approveDecision(id))}
          onNo={no}
        />
      )}
      {asked.value === 'refuse' && (
        <Confirm
          question={text('refuse.question', { id })}
          warning={text('refuse.warning')}
          yes={text('refuse.yes')}
          busy={busy.value}
          onYes={() => void attempt(() => refuseDecision(id))}
          onNo={no}
        />
      )}
    </section>
  );
}

function Proposal({ proposal }: { proposal: DisputeProposal }) {
  const { outcome, reason, group, to, dispute, figures } = proposal;
  return (
    <div class="petition-row">
      <p>
        <strong>{text('proposal.made', { outcome: text(`outcome.${outcome}`) })}</strong>
      </p>
      <p>{text('proposal.reasonMade', { reason: text(`reason.${reason}`) })}</p>
      {group !== undefined && <p>{text('proposal.groupMade', { ...group, when: whenText(group.when) })}</p>}
      {to !== undefined && <p>{text('proposal.toMade', { officer: officerText(to) })}</p>}
      {dispute !== undefined && <p>{text('proposal.disputeMade', { dispute })}</p>}
      {figures !== undefined && (
        <>
          <p>{text('proposal.figuresMade', { month: periodWords(figures.month, locale.value) })}</p>
          <ul class="kpi-reasons">
            {factsOf(figures, locale.value).map((fact) => (
              <li key={fact}>{fact}</li>
            ))}
          </ul>
        </>
      )}
      <blockquote class="petition-words">{proposal.text}</blockquote>
    </div>
  );
}

/** A day, week or month as the seal named the group. */
export function whenText(when: string): string {
  if (when.length === 10) return shortDay(when, locale.value);
  return when.includes('W') ? when : periodWords(when, locale.value);
}
