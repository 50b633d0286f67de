// Says on every board that the figures are not those of a real centre.
import { boardText as t } from '../i18n/board-text.ts';

export function SampleMark() {
  return (
    <p class="sample" title={t('app.sampleHint')}>
      {t('app.sample')}
    </p>
  );
}
