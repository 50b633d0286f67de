// The page that puts the centre's certificate authority on a tablet or a mini-PC. It is reached over a line that nobody
// vouches for yet, so it says what to compare with what: the fingerprint that the device shows with the one the server
// printed for the administrator; the one on this page alone proves nothing.
import type { InstallCaPage, RenderInstallCa } from '../../shared/contract/documents.ts';
import type { SurveyLocale } from '../../shared/contract/survey-page.ts';
import { dayText } from '../survey/dates.ts';
import { html, type Markup, trusted } from '../survey/markup.ts';
import { surveyStyle } from '../survey/style.ts';
import { surveyTexts } from '../survey/texts.ts';
import { installCaTexts } from './texts.ts';

const style =
  `.d{display:inline-block;border:2px solid #10202e;border-radius:.6rem;padding:.6rem 1rem;font-weight:700;text-decoration:none;margin:.4rem 0}
code{font-size:1.05rem;word-spacing:.15em}li{margin:.3rem 0}section+section{border-top:2px solid #10202e;margin-top:2rem;padding-top:.5rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.95rem;margin:.3rem 0}`.replaceAll('\n', '');

/** In groups of four pairs, eight lines' worth: it is compared by eye. */
const grouped = (fingerprint: string): string =>
  fingerprint.replace(/((?:[0-9A-F]{2}:){3}[0-9A-F]{2}):/g, '$1 ');

function section(page: InstallCaPage, locale: SurveyLocale): Markup {
  const texts = installCaTexts[locale];
  const steps = (lines: readonly string[]): Markup =>
    html`<ol>${lines.map((line) => html`<li>${line.replaceAll('FILE', page.fileName)}</li>`)}</ol>`;
  return html`<section lang="${locale}"><h1>${texts.title}</h1><p>${texts.purpose}</p>
    <h2>1. ${texts.downloadTitle}</h2><p><a class="d" href="${page.certificate}" download="${page.fileName}">${texts.download}</a></p>
    <h2>2. ${texts.installTitle}</h2>
    <h3>Android</h3>${steps(texts.android)}
    <h3>Chromium (Debian, Raspberry Pi)</h3>${steps(texts.debian)}
    <pre>${texts.debianCommand.replaceAll('FILE', page.fileName)}</pre>
    <h3>Windows</h3>${steps(texts.windows)}
    <h2>3. ${texts.compareTitle}</h2><p>${texts.compare}</p><p><code>${grouped(page.fingerprint)}</code></p>
    <p><b>${texts.warning}</b></p>
    <h2>4. ${texts.openTitle}</h2><p><a href="${page.kioskUrl}">${page.kioskUrl}</a></p>
    <p>${texts.until(dayText(page.lastDay, locale))}</p></section>`;
}

export const renderInstallCa: RenderInstallCa = (page, nonce) =>
  html`<!doctype html><html lang="vi"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="robots" content="noindex"><title>${installCaTexts.vi.title}</title><link rel="icon" href="data:,">
    <style nonce="${nonce}">${trusted(surveyStyle('text') + style)}</style></head><body>
    <header><span>${page.centre.name}${page.centre.sample && html`<br><b>${surveyTexts.vi.sample}</b>`}</span></header>
    <main>${section(page, 'vi')}${section(page, 'en')}</main></body></html>`.text;
