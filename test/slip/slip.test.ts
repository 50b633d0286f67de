// The printed code, read by a real decoder: from the slip as a browser prints it, and from copies as phones see them.
import jsQR from 'jsqr';
import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPosters } from '../../kiosk/poster/render.ts';
import { qrOf, qrSvg } from '../../kiosk/slip/qr.ts';
import { renderSlip, spacedCode } from '../../kiosk/slip/render.ts';
import type { PosterSize } from '../../shared/contract/documents.ts';
import type { Slip, SlipFormat } from '../../shared/contract/slip.ts';
import { launchBrowser } from '../support/browser.ts';

const slip: Slip = {
  centre: { name: 'Trung tâm Phục vụ hành chính công Phường Mẫu', sample: true },
  counter: 'Quầy 03',
  procedure: 'Đăng ký thường trú',
  day: '2026-11-22',
  lastDay: '2026-11-29',
  url: 'https://danhgia.mau.gov.vn/r/AbCdEfGhIjKlMnOpQrStUv',
  code: '1234567',
};
const nonce = 'bm9uY2Vub25jZW5vbmNl';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A screenshot of the document at `scale` device pixels a CSS pixel, after `style` was applied to the code. */
async function photograph(document: string, scale: number, style: string, width = 420): Promise<PNG> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, deviceScaleFactor: scale });
  const page = await context.newPage();
  await page.setContent(document);
  if (style !== '') await page.addStyleTag({ content: style });
  const image = PNG.sync.read(await page.screenshot({ fullPage: true }));
  await context.close();
  return image;
}

/** Adds noise from a small seeded generator, so that a failure can be repeated. */
function addNoise(image: PNG, amplitude: number, seed: number): PNG {
  let state = seed;
  for (let index = 0; index < image.data.length; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    if (index % 4 === 3) continue;
    const noisy = image.data[index]! + ((state >>> 16) / 65_536 - 0.5) * 2 * amplitude;
    image.data[index] = Math.max(0, Math.min(255, noisy));
  }
  return image;
}

/** Half as wide and high: every dot the mean of four, as a camera from further away sees it. */
function halved(image: PNG): PNG {
  const half = new PNG({ width: image.width >> 1, height: image.height >> 1 });
  for (let y = 0; y < half.height; y += 1)
    for (let x = 0; x < half.width; x += 1)
      for (let channel = 0; channel < 4; channel += 1) {
        const at = (dx: number, dy: number): number =>
          image.data[((2 * y + dy) * image.width + 2 * x + dx) * 4 + channel]!;
        half.data[(y * half.width + x) * 4 + channel] = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4;
      }
  return half;
}

const decode = ({ data, width, height }: PNG): string | undefined =>
  jsQR(new Uint8ClampedArray(data), width, height)?.data;

describe('slip', () => {
  it.each<SlipFormat>(['a6', '80mm'])(
    'carries the exact address in its code as printed (%s)',
    async (format) => {
      expect(decode(await photograph(renderSlip(slip, format, nonce), 2, ''))).toBe(slip.url);
    },
  );

  it.each<SlipFormat>(['a6', '80mm'])('prints on one page (%s)', async (format) => {
    const page = await browser.newPage();
    await page.setContent(renderSlip(slip, format, nonce));
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.close();
  });

  it.each<SlipFormat>(['a6', '80mm'])(
    'is still read small, turned, in poor contrast and with noise (%s)',
    async (format) => {
      const document = renderSlip(slip, format, nonce);
      const small = await photograph(document, 1, '.q{width:31mm!important}');
      expect(decode(addNoise(small, 20, 1))).toBe(slip.url);
      const turned = await photograph(document, 2, '.q{transform:rotate(17deg);margin:14mm auto!important}');
      expect(decode(addNoise(turned, 40, 2))).toBe(slip.url);
      const faded = await photograph(document, 2, '.q{opacity:.5;filter:blur(.4px)}');
      expect(decode(addNoise(faded, 20, 3))).toBe(slip.url);
      const downScaled = halved(await photograph(document, 2, '.q{transform:rotate(-8deg)}'));
      expect(decode(addNoise(downScaled, 15, 4))).toBe(slip.url);
    },
  );

  it('shows address and digits as text, in two languages, and escapes what the centre wrote', () => {
    const document = renderSlip({ ...slip, counter: '<script>' }, 'a6', nonce);
    expect(document).toContain(slip.url);
    expect(document).toContain('123 45 67');
    expect(document).toContain('Không ghi tên. Cán bộ không biết ai chấm.');
    expect(document).toContain('No name is taken.');
    expect(document).toContain('29/11/2026');
    expect(document).not.toContain('<script>');
    expect(spacedCode('7654321')).toBe('765 43 21');
  });

  it('stays within version 4 for any host of 29 characters and refuses a longer address', () => {
    expect(qrOf(slip.url).version).toBeLessThanOrEqual(4);
    const ofHost = (length: number): string => `https://${'h'.repeat(length)}/r/AbCdEfGhIjKlMnOpQrStUv`;
    expect(qrOf(ofHost(29)).version).toBe(4);
    expect(() => qrSvg(ofHost(30))).toThrow(/at most 62/);
  });
});

describe('poster', () => {
  const poster = {
    centre: { name: 'Trung tâm Phục vụ hành chính công Phường Mẫu', sample: true },
    counter: 'Quầy 03: Cư trú và hộ tịch',
    url: 'https://danhgia.mau.gov.vn/c/Q03',
  };

  it.each<PosterSize>(['a4', 'a5'])('is one page whose code leads to the counter (%s)', async (size) => {
    const document = renderPosters([poster], size, nonce);
    const photo = await photograph(document, 1, '', 900);
    expect(decode(addNoise(photo, 25, 5))).toBe(poster.url);
    // As from across the counter: a quarter as large.
    expect(decode(halved(halved(photo)))).toBe(poster.url);
    const page = await browser.newPage();
    await page.setContent(document);
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.close();
  });

  it('says where it leads, in two languages, escapes what the centre wrote, and takes no address that is too long', () => {
    const document = renderPosters([{ ...poster, counter: '<b>' }], 'a4', nonce);
    expect(document).toContain(poster.url);
    expect(document).toContain('No name is taken.');
    expect(document).not.toContain('<b><');
    expect(() => renderPosters([{ ...poster, url: `https://${'h'.repeat(60)}/c/Q03` }], 'a4', nonce)).toThrow(
      /at most 62/,
    );
  });
});
