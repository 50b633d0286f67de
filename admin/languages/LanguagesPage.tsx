// Language packs of the kiosks: how complete each is, whether a speaker has read it, whether it is offered; administrators
// switch them on and off. Vietnamese stays on.
import '../styles/languages.css';
import { useSignal } from '@preact/signals';
import type { LanguageList } from '../../shared/contract/languages.ts';
import { Confirm } from '../components/Confirm.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { Notice } from '../components/Notice.tsx';
import { usePolled } from '../components/use-polled.ts';
import { useTask } from '../components/use-task.ts';
import { ApiError } from '../http/request.ts';
import type { PageProps } from '../navigation/page-props.ts';
import { offerLanguage, readLanguages } from './languages-api.ts';
import { lang } from './texts.ts';

const everyMs = 300_000;
const checkCommand = 'node scripts/check-languages.mjs';
type Pack = LanguageList['packs'][number];

/** Never 100 while something is missing. */
const percentOf = ({ wanted, missing }: Pack): number =>
  Math.floor((100 * (wanted - missing.length)) / wanted);

export function LanguagesPage({ session }: PageProps) {
  const { state, refresh } = usePolled(readLanguages, everyMs);
  const { data, error } = state.value;
  return (
    <>
      <h1>{lang('title')}</h1>
      <p class="lead">{lang('lead')}</p>
      {error !== null && <Failure error={error} onRetry={() => void refresh()} />}
      {data === null ? (
        error === null && <Loading />
      ) : data.packs.length === 0 ? (
        <section class="card empty">
          <p class="empty-title">{lang('empty')}</p>
          <p>{lang('emptyHint')}</p>
        </section>
      ) : (
        <Packs list={data} mayChange={session.role === 'administrator'} refresh={refresh} />
      )}
      <section class="card" aria-labelledby="languages-how">
        <h2 id="languages-how">{lang('how')}</h2>
        <p>{lang('howText')}</p>
        <div class="row">
          <code class="languages-command">{checkCommand}</code>
          <CopyButton text={checkCommand} />
        </div>
      </section>
    </>
  );
}

interface PacksProps {
  list: LanguageList;
  mayChange: boolean;
  refresh: () => Promise<void>;
}

function Packs({ list, mayChange, refresh }: PacksProps) {
  const asked = useSignal<Pack | null>(null);
  const done = useSignal<{ name: string; offered: boolean } | null>(null);
  const isRefused = useSignal(false);
  const { busy, failure, run } = useTask();

  const offer = (language: string, name: string, offered: boolean, unreviewed: boolean) =>
    run(async () => {
      done.value = null;
      isRefused.value = false;
      try {
        await offerLanguage(language, offered, unreviewed);
        done.value = { name, offered };
      } catch (error) {
        const isKnown =
          error instanceof ApiError && (error.code === 'invalid-request' || error.code === 'not-found');
        if (!isKnown) throw error;
        isRefused.value = true;
      }
      asked.value = null;
      await refresh();
    });
  const act = (pack: Pack) => {
    done.value = null;
    isRefused.value = false;
    if (!pack.offered && !pack.reviewed) asked.value = pack;
    else void offer(pack.language, pack.name, !pack.offered, false);
  };

  const confirmed = asked.value;
  return (
    <section class="card" aria-label={lang('title')}>
      {done.value !== null && (
        <Notice
          tone="good"
          role="status"
          title={lang(done.value.offered ? 'turnedOn' : 'turnedOff', { name: done.value.name })}
        />
      )}
      {isRefused.value && <Notice tone="bad" role="alert" title={lang('refused', { n: list.offeredMax })} />}
      {failure.value !== null && <Failure error={failure.value} />}
      {list.withoutPack.length > 0 && (
        <Notice tone="warning" title={lang('withoutPack', { languages: list.withoutPack.join(', ') })}>
          <p>{lang('withoutPackHint')}</p>
          {mayChange && (
            <div class="row">
              {list.withoutPack.map((language) => (
                <button
                  key={language}
                  type="button"
                  class="button"
                  aria-disabled={busy.value}
                  onClick={() => void offer(language, language, false, false)}
                >
                  {lang('remove', { language })}
                </button>
              ))}
            </div>
          )}
        </Notice>
      )}
      {confirmed !== null && (
        <Confirm
          key={confirmed.language}
          question={lang('ask', { name: confirmed.name })}
          warning={lang('askWarning', { percent: percentOf(confirmed) })}
          yes={lang('askYes')}
          busy={busy.value}
          onYes={() => void offer(confirmed.language, confirmed.name, true, true)}
          onNo={() => {
            asked.value = null;
          }}
        />
      )}
      <table class="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{lang('language')}</th>
            <th scope="col">{lang('complete')}</th>
            <th scope="col">{lang('reviewed')}</th>
            <th scope="col">{lang('kiosk')}</th>
            <th scope="col">{lang('phone')}</th>
            {mayChange && (
              <th scope="col" class="actions">
                <span class="visually-hidden">{lang('action')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {list.packs.map((pack) => (
            <tr key={pack.language} data-language={pack.language}>
              <th scope="row">
                <span lang={pack.language}>{pack.name}</span> <span class="muted">{pack.language}</span>
              </th>
              <td data-label={lang('complete')}>
                <Completeness pack={pack} />
              </td>
              <td data-label={lang('reviewed')}>
                {pack.reviewed ? (
                  lang('reviewed.yes')
                ) : (
                  <span class="state state-dark">{lang('reviewed.no')}</span>
                )}
              </td>
              <td data-label={lang('kiosk')}>
                {pack.language === 'vi' ? (
                  <span class="state state-online">{lang('always')}</span>
                ) : (
                  <span class={`state ${pack.offered ? 'state-online' : ''}`}>
                    {lang(pack.offered ? 'kiosk.yes' : 'kiosk.no')}
                  </span>
                )}
              </td>
              <td data-label={lang('phone')}>{lang(pack.phone ? 'phone.yes' : 'phone.no')}</td>
              {mayChange && (
                <td class="actions">
                  {pack.language !== 'vi' && (
                    <button
                      type="button"
                      class="button"
                      aria-disabled={busy.value}
                      aria-label={lang('of', { action: lang(pack.offered ? 'off' : 'on'), name: pack.name })}
                      onClick={() => act(pack)}
                    >
                      {lang(pack.offered ? 'off' : 'on')}
                    </button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted">{lang('phoneHint')}</p>
      {!mayChange && <p class="muted">{lang('readOnly')}</p>}
    </section>
  );
}

function Completeness({ pack }: { pack: Pack }) {
  const { wanted, missing } = pack;
  const there = wanted - missing.length;
  return (
    <>
      {lang('percent', { percent: percentOf(pack) })}
      <div class="muted">
        {missing.length === 0 ? lang('all', { wanted }) : lang('some', { there, wanted })}
      </div>
      {missing.length > 0 && (
        <details class="languages-missing">
          <summary>{lang('missing', { n: missing.length })}</summary>
          <p class="muted">{lang('missingHint')}</p>
          <ul>
            {missing.map(({ key, vi }) => (
              <li key={key} lang="vi">
                {vi}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
