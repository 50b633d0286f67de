// Below the list of steps: what comes after them, and how old the last backup is.
import { backupStanding } from '../../shared/contract/backups.ts';
import type { SetupState } from '../../shared/contract/setup.ts';
import { momentText } from '../access/moment.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { serverNowMs } from '../http/request.ts';
import { formatAgo, locale } from '../i18n/locale.ts';
import { follow } from '../navigation/router.ts';
import { text } from './texts.ts';

const backupCommand = 'npm run -s langnghe -- backup --data DIR --out FILE';

const ways = [
  { path: '/admin/users', name: 'after.users', hint: 'after.usersHint' },
  { path: '/admin/keys', name: 'after.keys', hint: 'after.keysHint' },
  { path: '/admin/links', name: 'after.links', hint: 'after.linksHint' },
] as const;

export function Whereafter({ state }: { state: SetupState }) {
  return (
    <div class="setup-after">
      <section class="card" aria-labelledby="setup-after">
        <h2 id="setup-after">{text('after.title')}</h2>
        <ul class="setup-ways">
          {ways.map(({ path, name, hint }) => (
            <li key={path}>
              <a href={path} onClick={follow}>
                {text(name)}
              </a>
              <p class="muted">{text(hint)}</p>
            </li>
          ))}
        </ul>
      </section>
      <Backup state={state} />
    </div>
  );
}

function Backup({ state: { backup, sealAt } }: { state: SetupState }) {
  const ageMs = backup.lastAt === null ? null : serverNowMs() - Date.parse(backup.lastAt);
  const isOld = backupStanding(ageMs) !== 'fresh';
  return (
    <section class="card" aria-labelledby="setup-backup">
      <h2 id="setup-backup">{text('backup.title')}</h2>
      <p class={isOld ? 'setup-warning' : ''}>
        {backup.lastAt === null || ageMs === null
          ? text('backup.never')
          : text('backup.last', {
              ago: formatAgo(ageMs, locale.value),
              when: momentText(backup.lastAt),
            })}{' '}
        {ageMs !== null && isOld && text('backup.old')}
      </p>
      <p>{text('backup.how', { time: sealAt })}</p>
      <code class="setup-command">{backupCommand}</code>
      <div class="row">
        <CopyButton text={backupCommand} />
      </div>
      <p>
        <a href="/admin/backups" onClick={follow}>
          {text('backup.more')}
        </a>
      </p>
    </section>
  );
}
