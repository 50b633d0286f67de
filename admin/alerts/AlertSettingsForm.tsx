// What is watched, when the hall is open, who gets letters and by which mail server.
import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { type AlertSettings, type AlertSettingsAnswer, alertRules } from '../../shared/contract/alerts.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { useUnsaved } from '../components/use-unsaved.ts';
import { readSettings, saveSettings, tryMail } from './alerts-api.ts';
import { mailFailureText, ruleText, type TextKey, text } from './texts.ts';

const defaultSmtp = { host: '', port: 587, secure: false, user: null, from: '' };
const defaultQuiet = { from: '18:00', to: '07:00' };

export function AlertSettingsForm({ mayChange }: { mayChange: boolean }) {
  const answer = useSignal<AlertSettingsAnswer | null>(null);
  const failure = useSignal<unknown>(null);
  const load = useCallback(async () => {
    try {
      answer.value = await readSettings();
      failure.value = null;
    } catch (error) {
      failure.value = error;
    }
  }, [answer, failure]);
  useEffect(() => {
    void load();
  }, [load]);
  if (answer.value === null) {
    return failure.value === null ? (
      <Loading />
    ) : (
      <Failure error={failure.value} onRetry={() => void load()} />
    );
  }
  return <Form answer={answer as Signal<AlertSettingsAnswer>} mayChange={mayChange} />;
}

function Form({ answer, mayChange }: { answer: Signal<AlertSettingsAnswer>; mayChange: boolean }) {
  const draft = useSignal<AlertSettings>(answer.value.settings);
  const recipients = useSignal(answer.value.settings.recipients.join('\n'));
  const password = useSignal('');
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  const outcome = useSignal<{ tone: 'good' | 'bad'; title: string } | null>(null);
  const { mail, hasSmtpPassword } = answer.value;
  const change = (changes: Partial<AlertSettings>) => {
    draft.value = { ...draft.value, ...changes };
    outcome.value = null;
  };
  const wish = (): AlertSettings => ({
    ...draft.value,
    recipients: recipients.value.split(/[\s,;]+/).filter(Boolean),
  });
  const isChanged = password.value !== '' || JSON.stringify(wish()) !== JSON.stringify(answer.value.settings);
  useUnsaved(isChanged && mayChange);

  const attempt = async (work: () => Promise<{ tone: 'good' | 'bad'; title: string }>) => {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    outcome.value = null;
    try {
      outcome.value = await work();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  const save = () =>
    attempt(async () => {
      const secret = password.value === '' ? {} : { smtpPassword: password.value };
      answer.value = await saveSettings({ ...wish(), ...secret });
      draft.value = answer.value.settings;
      recipients.value = draft.value.recipients.join('\n');
      password.value = '';
      return { tone: 'good', title: text('settings.saved') };
    });
  const send = () =>
    attempt(async () => {
      const reason = await tryMail();
      return reason === null
        ? { tone: 'good', title: text('settings.tried') }
        : { tone: 'bad', title: text('settings.tryFailed', { reason: mailFailureText(reason) }) };
    });

  const { opening, quiet, smtp } = draft.value;
  return (
    <form
      class="card alert-settings"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p>{text(mayChange ? 'settings.lead' : 'settings.readOnly')}</p>
      <fieldset disabled={!mayChange} class="alert-fieldset">
        <legend>{text('settings.rules')}</legend>
        {alertRules.map((rule) => (
          <Check
            key={rule}
            label={ruleText(rule)}
            checked={draft.value.rules.includes(rule)}
            onChange={(checked) =>
              change({
                rules: alertRules.filter((one) => (one === rule ? checked : draft.value.rules.includes(one))),
              })
            }
          />
        ))}
        <div class="alert-row">
          <NumberField
            name="settings.dark"
            value={draft.value.darkMinutes}
            min={2}
            max={240}
            onChange={(darkMinutes) => change({ darkMinutes })}
          />
          <NumberField
            name="settings.contests"
            value={draft.value.contestsMinimum}
            min={2}
            max={1000}
            onChange={(contestsMinimum) => change({ contestsMinimum })}
          />
          <NumberField
            name="settings.repeat"
            value={draft.value.repeatHours}
            min={1}
            max={24}
            onChange={(repeatHours) => change({ repeatHours })}
          />
        </div>
      </fieldset>
      <fieldset disabled={!mayChange} class="alert-fieldset">
        <legend>{text('settings.opening')}</legend>
        <Span span={opening} onChange={(span) => change({ opening: { ...opening, ...span } })} />
        <fieldset class="alert-days">
          <legend>{text('settings.days')}</legend>
          {[1, 2, 3, 4, 5, 6, 7].map((day) => (
            <Check
              key={day}
              label={text(`day.${day}` as TextKey)}
              checked={opening.days.includes(day)}
              onChange={(checked) => {
                const others = opening.days.filter((one) => one !== day);
                const days = (checked ? [...others, day] : others).sort((a, b) => a - b);
                change({ opening: { ...opening, days } });
              }}
            />
          ))}
        </fieldset>
      </fieldset>
      <fieldset disabled={!mayChange} class="alert-fieldset">
        <legend class="visually-hidden">{text('settings.hasSmtp')}</legend>
        <Check
          label={text('settings.hasSmtp')}
          checked={smtp !== null}
          onChange={(checked) => change({ smtp: checked ? defaultSmtp : null })}
        />
        {smtp !== null && (
          <>
            <div class="alert-row">
              <TextField
                name="settings.host"
                value={smtp.host}
                onChange={(host) => change({ smtp: { ...smtp, host } })}
              />
              <NumberField
                name="settings.port"
                value={smtp.port}
                min={1}
                max={65_535}
                onChange={(port) => change({ smtp: { ...smtp, port } })}
              />
              <TextField
                name="settings.fromAddress"
                value={smtp.from}
                onChange={(from) => change({ smtp: { ...smtp, from } })}
              />
            </div>
            <Check
              label={text('settings.secure')}
              checked={smtp.secure}
              onChange={(secure) => change({ smtp: { ...smtp, secure } })}
            />
            <div class="alert-row">
              <TextField
                name="settings.user"
                value={smtp.user ?? ''}
                onChange={(user) => change({ smtp: { ...smtp, user: user === '' ? null : user } })}
              />
              <div class="field">
                <label for="settings.password">{text('settings.password')}</label>
                <input
                  id="settings.password"
                  type="password"
                  autocomplete="new-password"
                  maxLength={200}
                  value={password.value}
                  placeholder={hasSmtpPassword ? text('settings.passwordKept') : ''}
                  onInput={(event) => {
                    password.value = event.currentTarget.value;
                  }}
                />
              </div>
            </div>
            <div class="field">
              <label for="settings.recipients">{text('settings.recipients')}</label>
              <textarea
                id="settings.recipients"
                rows={3}
                value={recipients.value}
                onInput={(event) => {
                  recipients.value = event.currentTarget.value;
                  outcome.value = null;
                }}
              />
            </div>
            <Check
              label={text('settings.hasQuiet')}
              checked={quiet !== null}
              onChange={(checked) => change({ quiet: checked ? defaultQuiet : null })}
            />
            {quiet !== null && (
              <Span span={quiet} onChange={(span) => change({ quiet: { ...quiet, ...span } })} />
            )}
          </>
        )}
      </fieldset>
      {(mail.pending > 0 || mail.dead > 0) && (
        <Notice
          tone={mail.dead > 0 ? 'warning' : 'info'}
          title={text('settings.mailPending', { n: mail.pending })}
        >
          {mail.dead > 0 && (
            <p>
              {text('settings.mailDead', { n: mail.dead, reason: mailFailureText(mail.lastFailure ?? '') })}
            </p>
          )}
        </Notice>
      )}
      {failure.value !== null && <Failure error={failure.value} />}
      {outcome.value !== null && (
        <Notice tone={outcome.value.tone} title={outcome.value.title} role="status" />
      )}
      {mayChange && (
        <div class="row">
          <button type="submit" class="button button-primary" aria-disabled={busy.value}>
            {busy.value ? text('settings.saving') : text('settings.save')}
          </button>
          {answer.value.settings.smtp !== null && !isChanged && (
            <button type="button" class="button" aria-disabled={busy.value} onClick={() => void send()}>
              {text('settings.try')}
            </button>
          )}
          {isChanged && <p>{text('settings.unsaved')}</p>}
        </div>
      )}
    </form>
  );
}

function Check(props: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}

function TextField(props: { name: TextKey; value: string; onChange: (value: string) => void }) {
  return (
    <div class="field">
      <label for={props.name}>{text(props.name)}</label>
      <input
        id={props.name}
        type="text"
        maxLength={200}
        autocomplete="off"
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value.trim())}
      />
    </div>
  );
}

function NumberField(props: {
  name: TextKey;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  return (
    <div class="field">
      <label for={props.name}>{text(props.name)}</label>
      <input
        id={props.name}
        type="number"
        min={props.min}
        max={props.max}
        value={props.value}
        onInput={(event) => {
          const value = event.currentTarget.valueAsNumber;
          if (Number.isInteger(value)) props.onChange(value);
        }}
      />
    </div>
  );
}

function Span(props: {
  span: { from: string; to: string };
  onChange: (span: { from: string; to: string }) => void;
}) {
  const { span, onChange } = props;
  return (
    <div class="alert-row">
      {(['from', 'to'] as const).map((end) => (
        <label key={end} class="alert-time">
          {text(`settings.${end}`)}{' '}
          <input
            type="time"
            value={span[end]}
            onChange={(event) => onChange({ ...span, [end]: event.currentTarget.value })}
          />
        </label>
      ))}
    </div>
  );
}
