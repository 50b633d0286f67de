// The slip a citizen takes home, as one HTML document to print: A6 or a roll of 80 mm. Both languages, the QR code, the
// address and the seven digits as text, for whoever cannot scan. A pure function; the server owns who may fetch it: a
// slip carries the right to rate, so it is for the citizen's printer, never for an officer's screen.
import type { Slip, SlipFormat } from '../../shared/contract/slip.ts';
import { dayText } from '../survey/dates.ts';
import { html, trusted } from '../survey/markup.ts';
import { surveyTexts } from '../survey/texts.ts';
import { qrSvg } from './qr.ts';
import { slipTexts } from './texts.ts';

const pages: Readonly<Record<SlipFormat, string>> = {
  a6: '@page{size:105mm 148mm;margin:5mm}body{width:95mm;font-size:9pt}h1{font-size:11pt}.e,.a{font-size:8pt}.q{width:38mm}',
  // Printers of 80 mm paper print 72 mm of it; the length is where they cut.
  '80mm': '@page{size:80mm 180mm;margin:2mm 4mm}body{width:72mm;font-size:10pt}.q{width:40mm}',
};

const style =
  `*{box-sizing:border-box}body{margin:0 auto;color:#000;font:11pt/1.35 "Be Vietnam Pro",system-ui,Roboto,"Noto Sans",sans-serif;text-align:center}
h1{font-size:12.5pt;margin:1.5mm 0}p{margin:.7mm 0}.q{margin:1mm auto}.q svg{display:block;width:100%;height:auto}
.a{font:10pt/1.3 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}.c{font-size:17pt;font-weight:700;letter-spacing:.08em}
.e{font-size:9pt}.r{border-top:1px solid #000;padding-top:1mm;margin-top:1.5mm}`.replaceAll('\n', '');

/** Three, two and two digits: read aloud and typed in this rhythm. */
export const spacedCode = (code: string): string => code.replace(/^(\d{3})(\d{2})(\d{2})$/, '$1 $2 $3');

/** One printable document. Throws RangeError when the address is too long for the code. */
export function renderSlip(slip: Slip, format: SlipFormat, nonce: string): string {
  const { centre, url, code } = slip;
  const { vi, en } = slipTexts;
  return html`<!doctype html><html lang="vi"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
    <title>${surveyTexts.vi.title}</title><style nonce="${nonce}">${trusted(style + pages[format])}</style></head><body>
    <p><b>${centre.name}</b>${centre.sample && html`<br>${surveyTexts.vi.sample} · ${surveyTexts.en.sample}`}</p>
    <p>${slip.counter}, ${dayText(slip.day, 'vi')}<br>${slip.procedure}</p>
    <h1>${vi.question}</h1>
    <p>${vi.scan}</p>
    <p class="e" lang="en">${en.question} ${en.scan}</p>
    <div class="q" role="img" aria-label="QR">${trusted(qrSvg(url))}</div>
    <p class="a">${url}</p>
    <p class="r">${vi.orCode}<br><span class="e" lang="en">${en.orCode}</span></p>
    <p class="c">${spacedCode(code)}</p>
    <p class="r"><b>${surveyTexts.vi.privacyLine}</b><br><span class="e" lang="en">${surveyTexts.en.privacyLine}</span></p>
    <p>${vi.once(dayText(slip.lastDay, 'vi'))}<br>
    <span class="e" lang="en">${en.once(dayText(slip.lastDay, 'en'))}</span></p>
    </body></html>`.text;
}
