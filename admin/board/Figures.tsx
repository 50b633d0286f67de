// The four figures that move at once: visits, responses, response rate, devices.
import type { ComponentChildren } from 'preact';
import type { BoardState } from '../../shared/contract/board.ts';
import { boardText as t } from '../i18n/board-text.ts';
import { formatCount, formatShare, locale } from '../i18n/locale.ts';
import { deviceCounts } from './board-figures.ts';

export function Figures({ board }: { board: BoardState }) {
  const { responseRate } = board;
  const devices = deviceCounts(board.devices);
  return (
    <dl class="figures">
      <Figure name="visits" label={t('board.visits')} value={formatCount(board.visits, locale.value)} />
      <Figure
        name="responses"
        label={t('board.responses')}
        value={formatCount(board.responses, locale.value)}
      />
      {responseRate.state === 'ok' ? (
        <Figure
          name="rate"
          label={t('board.responseRate')}
          value={formatShare(responseRate.value, locale.value)}
          note={t('board.responseRateBase', { n: responseRate.n })}
        />
      ) : (
        <Figure
          name="rate"
          label={t('board.responseRate')}
          value={t('board.insufficient')}
          isWords
          note={t('board.rateInsufficientHint', { n: responseRate.n })}
        />
      )}
      {devices.all === 0 ? (
        <Figure name="devices" label={t('board.devices')} value={t('board.devicesNone')} isWords />
      ) : (
        <Figure
          name="devices"
          label={t('board.devices')}
          value={`${formatCount(devices.online, locale.value)}/${formatCount(devices.all, locale.value)}`}
          note={
            devices.dark === 0 ? (
              t('board.devicesAllOnline')
            ) : (
              <span class="state state-dark">{t('board.devicesDark', { n: devices.dark })}</span>
            )
          }
        />
      )}
    </dl>
  );
}

interface FigureProps {
  name: string;
  label: string;
  value: string;
  /** The value is words, not a figure: set smaller. */
  isWords?: boolean;
  note?: ComponentChildren;
}

function Figure({ name, label, value, isWords = false, note }: FigureProps) {
  return (
    <div class="card figure" data-figure={name}>
      <dt class="figure-label">{label}</dt>
      <dd class={isWords ? 'figure-value figure-words' : 'figure-value'}>{value}</dd>
      {note !== undefined && <dd class="figure-note">{note}</dd>}
    </div>
  );
}
