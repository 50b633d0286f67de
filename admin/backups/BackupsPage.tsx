// The state of backups: the last one, its age, what came since, what it holds and what not, and the commands.
import '../styles/backups.css';
import type { ComponentChildren } from 'preact';
import { type BackupState, backupStanding } from '../../shared/contract/backups.ts';
import { momentText } from '../access/moment.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { serverNowMs } from '../http/request.ts';
import { formatAgo, locale } from '../i18n/locale.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { readBackups } from './backups-api.ts';
import { bak } from './texts.ts';

const everyMs = 60_000;
const tones = { none: 'warning', old: 'warning', due: 'info', fresh: 'good' } as const;
const inside = ['has.data', 'has.kpi', 'has.keys'] as const;
const outside = ['not.comments', 'not.tls', 'not.oidc', 'not.day'] as const;

export function BackupsPage(_props: PageProps) {
  const { state, refresh } = usePolled(readBackups, everyMs);
  const { data, error } = state.value;
  return (
    <>
      <h1>{bak('title')}</h1>
      <p class="lead">{bak('lead')}</p>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? error === null && <Loading /> : <State state={data} />}
    </>
  );
}

function State({ state }: { state: BackupState }) {
  const { last, responsesSince, openDay, sealAt, today } = state;
  const language = locale.value;
  const number = (value: number): string => value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB');
  const ageMs = last === null ? null : Math.max(0, serverNowMs() - Date.parse(last.at));
  const standing = backupStanding(ageMs);
  const file = `langnghe-${today}.backup`;
  return (
    <>
      <Notice tone={tones[standing]} title={bak(`${standing}.title`)}>
        <p>{bak(`${standing}.text`, { time: sealAt, n: number(responsesSince ?? 0) })}</p>
      </Notice>
      <section class="card" aria-labelledby="backups-state">
        <h2 id="backups-state">{bak('state')}</h2>
        <dl class="backups-facts">
          <Fact name={bak('last')}>
            {last === null || ageMs === null
              ? bak('never')
              : bak('lastAt', { ago: formatAgo(ageMs, language), when: momentText(last.at) })}
          </Fact>
          {last !== null && (
            <>
              <Fact name={bak('size')}>
                {last.bytes === null ? bak('unknown') : sizeText(last.bytes, number)}
              </Fact>
              <Fact name={bak('held')}>
                {last.responses === null ? bak('unknown') : number(last.responses)}
              </Fact>
            </>
          )}
          <Fact name={bak(last === null ? 'sinceAll' : 'since')}>
            {responsesSince === null ? bak('unknown') : number(responsesSince)}
            {responsesSince !== null && responsesSince > 0 && <div class="muted">{bak('sinceHint')}</div>}
          </Fact>
          {openDay > 0 && (
            <Fact name={bak('openDay')}>
              {number(openDay)}
              <div class="muted">{bak('openDayHint', { time: sealAt })}</div>
            </Fact>
          )}
        </dl>
      </section>
      <section class="card" aria-labelledby="backups-how">
        <h2 id="backups-how">{bak('how')}</h2>
        <Command
          title={bak('make')}
          hint={bak('makeHint')}
          text={`npm run -s langnghe -- backup --data DIR --out ${file}`}
        />
        <Command
          title={bak('restore')}
          hint={bak('restoreHint')}
          text={`npm run -s langnghe -- restore ${file} --data DIR`}
        />
        <Command title={bak('check')} hint={bak('checkHint')} text="npm run -s langnghe -- fsck --data DIR" />
      </section>
      <section class="card" aria-labelledby="backups-what">
        <h2 id="backups-what">{bak('what')}</h2>
        <h3>{bak('has')}</h3>
        <ul class="backups-list">
          {inside.map((key) => (
            <li key={key}>{bak(key)}</li>
          ))}
        </ul>
        <h3>{bak('hasNot')}</h3>
        <ul class="backups-list">
          {outside.map((key) => (
            <li key={key}>{bak(key)}</li>
          ))}
        </ul>
        <p class="backups-care">{bak('care')}</p>
      </section>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Command({ title, hint, text }: { title: string; hint: string; text: string }) {
  return (
    <div class="backups-command">
      <h3>{title}</h3>
      <p>{hint}</p>
      <div class="row">
        <code>{text}</code>
        <CopyButton text={text} />
      </div>
    </div>
  );
}

/** To the kilobyte below one megabyte, to the megabyte from there. */
const sizeText = (bytes: number, number: (value: number) => string): string =>
  bytes < 1_000_000 ? `${number(Math.ceil(bytes / 1000))} kB` : `${number(Math.round(bytes / 1_000_000))} MB`;
