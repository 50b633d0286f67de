// Says on every board that the figures are not those of a real centre.
import { t } from '../i18n/locale.ts';

export function SampleMark() {
  return (
    <p class="sample" title={t('app.sampleHint')}>
      {t('app.sample')}
    </p>
  );
}
