import { qrSvg } from '../slip/qr.ts';

/** A QR code; nothing where the text is too long for one that an old phone reads. */
export function QrImage({ text, label }: { text: string; label: string }) {
  let svg: string;
  try {
    svg = qrSvg(text);
  } catch {
    return null;
  }
  // Markup that qrSvg makes of numbers alone.
  return <div class="qr" role="img" aria-label={label} dangerouslySetInnerHTML={{ __html: svg }} />;
}
