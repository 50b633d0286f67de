// Vietnamese or English; each named in its own language.
import { chooseLocale, type Locale, locale, t } from '../i18n/locale.ts';

const names: Record<Locale, string> = { vi: 'Tiếng Việt', en: 'English' };

export function LanguageSwitch() {
  return (
    <fieldset class="language">
      <legend class="visually-hidden">{t('app.language')}</legend>
      {(Object.keys(names) as Locale[]).map((choice) => (
        <button
          key={choice}
          type="button"
          class="button-quiet language-choice"
          lang={choice}
          aria-pressed={locale.value === choice}
          onClick={() => chooseLocale(choice)}
        >
          {names[choice]}
        </button>
      ))}
    </fieldset>
  );
}
