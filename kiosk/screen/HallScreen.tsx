import type { Controller } from './controller.ts';
import { Header } from './Header.tsx';
import { textsOf } from './languages.ts';

/** A screen for the whole hall: nothing to touch, only the code that phones scan. Staff choose it on the device. */
export function HallScreen({ controller }: { controller: Controller }) {
  const { locale } = controller.session.value;
  const texts = textsOf(locale);
  const other = textsOf(locale === 'vi' ? 'en' : 'vi');
  const url = controller.presenceUrl.value;
  const QrImage = controller.later.value?.QrImage;
  return (
    <div class="screen hall-screen">
      <Header controller={controller} />
      <main>
        <h1>{texts.hallTitle}</h1>
        <p lang={locale === 'vi' ? 'en' : 'vi'}>{other.hallTitle}</p>
        {url === null || !QrImage ? (
          <p role="status">
            {texts.hallOffline} · <span lang={locale === 'vi' ? 'en' : 'vi'}>{other.hallOffline}</span>
          </p>
        ) : (
          <QrImage text={url} label={texts.ownPhone} />
        )}
        <p class="privacy">{texts.privacyLine}</p>
      </main>
    </div>
  );
}
