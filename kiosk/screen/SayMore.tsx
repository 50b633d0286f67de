import { sayMoreCodeOf, spacedSayMoreCode } from '../../shared/say-more-code.ts';
import type { Controller } from './controller.ts';
import { textsOf } from './languages.ts';
import { QrImage } from './QrImage.tsx';
import { tagHexOf } from './tag.ts';

/** Code by which the citizen's phone adds to this response. In the QR code it stands after `#`, which is sent to nobody. */
export function SayMore({ controller, responseId }: { controller: Controller; responseId: string }) {
  const texts = textsOf(controller.session.value.locale);
  const publicUrl = controller.state.value?.publicUrl;
  // Without the line the server does not hold the response yet.
  if (!controller.online.value || !publicUrl) return null;
  const code = sayMoreCodeOf(tagHexOf(responseId));
  const address = `${publicUrl}/r/more`;
  return (
    <aside class="say-more">
      <QrImage text={`${address}#${code}`} label={texts.sayMore} />
      <p class="say-more-text">
        <strong>{texts.sayMore}</strong>
        <span>{texts.sayMoreText.replace('ADDRESS', address.replace('https://', ''))}</span>
        <code>{spacedSayMoreCode(code)}</code>
        <span>{texts.sayMoreTime}</span>
      </p>
    </aside>
  );
}
