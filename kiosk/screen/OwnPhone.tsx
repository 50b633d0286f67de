import type { Controller } from './controller.ts';
import { textsOf } from './languages.ts';

/** The way out of everybody's sight: the presence code, while the server keeps it fresh. */
export function OwnPhone({ controller }: { controller: Controller }) {
  const texts = textsOf(controller.session.value.locale);
  const url = controller.presenceUrl.value;
  const QrImage = controller.later.value?.QrImage;
  if (url === null || !QrImage) return null;
  return (
    <div class="own-phone">
      <QrImage text={url} label={texts.ownPhone} />
      <p class="own-phone-text">
        <strong>{texts.ownPhone}</strong>
        <span>{texts.ownPhoneText}</span>
      </p>
    </div>
  );
}
