// The audit trail: newest first, found by who, what, on what and when; the search stands in the address.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AuditEntryLine } from '../../shared/contract/audit.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { pages } from '../navigation/pages.ts';
import { go, query } from '../navigation/router.ts';
import { readAudit } from './access-api.ts';
import { Field } from './Field.tsx';
import { momentText, offsetOf } from './moment.ts';
import '../styles/access.css';
import { actionText, text } from './texts.ts';
import { useTask } from './use-task.ts';

const textFilters = ['actor', 'action', 'subject'] as const;
const dayFilters = ['since', 'until'] as const;
const centreOffset = '+07:00';

interface Shown {
  entries: AuditEntryLine[];
  before: number | null;
}

export function AuditPage() {
  const shown = useSignal<Shown | null>(null);
  const task = useTask();
  const asked = query.value.toString();
  const load = (before: number | null) =>
    task.run(async () => {
      const present = shown.peek();
      const offset = present?.entries[0] === undefined ? centreOffset : offsetOf(present.entries[0].at);
      const page = await readAudit(requestOf(new URLSearchParams(asked), before, offset));
      const older = before === null ? [] : (present?.entries ?? []);
      shown.value = { entries: [...older, ...page.entries], before: page.before };
    });
  useEffect(() => {
    void load(null);
  }, [asked]);
  return (
    <>
      <h1>{text('audit.title')}</h1>
      <p class="lead">{text('audit.lead')}</p>
      <Search key={asked} />
      {task.failure.value !== null && <Failure error={task.failure.value} onRetry={() => void load(null)} />}
      {shown.value === null ? (
        task.failure.value === null && <Loading />
      ) : (
        <Entries {...shown.value} busy={task.busy.value} onOlder={(before) => void load(before)} />
      )}
    </>
  );
}

/** The address's search as the server reads it: days become moments of the centre, the last day is meant whole. */
function requestOf(search: URLSearchParams, before: number | null, offset: string): URLSearchParams {
  const asked = new URLSearchParams();
  for (const name of textFilters) {
    const value = search.get(name);
    if (value !== null) asked.set(name, value);
  }
  const since = search.get('since');
  const until = search.get('until');
  if (since !== null) asked.set('since', `${since}T00:00:00${offset}`);
  if (until !== null) asked.set('until', `${dayAfter(until)}T00:00:00${offset}`);
  if (before !== null) asked.set('before', String(before));
  return asked;
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

function Search() {
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const search = new URLSearchParams();
    for (const [name, value] of new FormData(form.current!)) {
      if (String(value).trim() !== '') search.set(name, String(value).trim());
    }
    go(`${pages.audit.path}${search.toString() === '' ? '' : `?${search}`}`);
  };
  return (
    <form ref={form} class="card access-search" onSubmit={submit}>
      {textFilters.map((name) => (
        <Field key={name} id={`audit-${name}`} label={text(`audit.${name}`)} hint={text(`audit.${name}Hint`)}>
          {(props) => (
            <input
              {...props}
              name={name}
              type="text"
              maxLength={200}
              autocomplete="off"
              spellcheck={false}
              defaultValue={query.value.get(name) ?? ''}
            />
          )}
        </Field>
      ))}
      {dayFilters.map((name) => (
        <Field key={name} id={`audit-${name}`} label={text(`audit.${name}`)}>
          {(props) => <input {...props} name={name} type="date" defaultValue={query.value.get(name) ?? ''} />}
        </Field>
      ))}
      <div class="row">
        <button type="submit" class="button button-primary">
          {text('audit.search')}
        </button>
        {query.value.toString() !== '' && (
          <button type="button" class="button" onClick={() => go(pages.audit.path)}>
            {text('audit.clear')}
          </button>
        )}
      </div>
    </form>
  );
}

interface EntriesProps extends Shown {
  busy: boolean;
  onOlder: (before: number) => void;
}

function Entries({ entries, before, busy, onOlder }: EntriesProps) {
  if (entries.length === 0) {
    return (
      <section class="card empty">
        <p class="empty-title">{text('audit.empty')}</p>
        <p>{text('audit.emptyHint')}</p>
      </section>
    );
  }
  return (
    <section class="card" aria-label={text('audit.title')}>
      <p role="status">{text('audit.shown', { n: entries.length })}</p>
      <table class="table table-stacked access-trail">
        <thead>
          <tr>
            {(['at', 'actor', 'action', 'subject', 'detail'] as const).map((column) => (
              <th key={column} scope="col">
                {text(`audit.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.number}>
              <td data-label={text('audit.at')}>{momentText(entry.at)}</td>
              <th scope="row" data-label={text('audit.actor')}>
                {entry.actor}
              </th>
              <td data-label={text('audit.action')}>
                {actionText(entry.action)}
                <br />
                <code>{entry.action}</code>
              </td>
              <td data-label={text('audit.subject')}>{entry.subject}</td>
              <td data-label={text('audit.detail')}>
                {entry.detail !== null && <Detail value={entry.detail} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {before !== null && (
        <div class="row">
          <button type="button" class="button" aria-disabled={busy} onClick={() => onOlder(before)}>
            {text('audit.older')}
          </button>
        </div>
      )}
    </section>
  );
}

function Detail({ value }: { value: Record<string, unknown> }) {
  return (
    <>
      {Object.entries(value)
        .map(([name, one]) => `${name}: ${typeof one === 'string' ? one : JSON.stringify(one)}`)
        .join('; ')}
    </>
  );
}
