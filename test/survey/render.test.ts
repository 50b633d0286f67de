import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayText, instantText } from '../../kiosk/survey/dates.ts';
import { escapeHtml } from '../../kiosk/survey/markup.ts';
import { render } from '../../kiosk/survey/render.ts';
import type { SurveyLocale, SurveyPage } from '../../shared/contract/survey-page.ts';
import { sampleQuestionnaire } from '../fixtures/questionnaire.ts';

const nonce = 'bm9uY2Vub25jZW5vbmNl';
const receipt = {
  tag: 'ab'.repeat(32),
  mergeBy: '2026-11-23T15:00:00Z',
  signature: `${'c2ln'.repeat(21)}cw==`,
};
const receiptPage = 'https://danhgia.example.gov.vn/receipt';

const statesOf = (locale: SurveyLocale, text = 'Phường Mẫu'): SurveyPage[] => {
  const base = { locale, centre: { name: text, sample: true } };
  const ask = {
    ...base,
    kind: 'ask' as const,
    action: '/r/abcdefghijklmnopqrstuv',
    responseId: '4b0a3c8e-3a5b-4f7e-9d4a-0f3c3f6f1c11',
    officer: { code: 'CB03', name: text, position: text },
    procedure: text,
    day: '2026-11-22',
    questionnaire: sampleQuestionnaire,
  };
  return [
    ask,
    { ...ask, procedure: null, officer: { code: 'CB03', name: text } },
    {
      ...base,
      kind: 'thanks',
      action: '/r/thanks',
      questionnaire: sampleQuestionnaire,
      receipt,
      receiptPage,
      completed: false,
      inspectorate: 'Thanh tra mẫu',
    },
    {
      ...base,
      kind: 'thanks',
      action: null,
      questionnaire: sampleQuestionnaire,
      receipt: null,
      receiptPage,
      completed: true,
      inspectorate: null,
    },
    { ...base, kind: 'already-rated', contestAction: '/r/x/contest', contested: false },
    { ...base, kind: 'already-rated', contestAction: '/r/x/contest', contested: true },
    { ...base, kind: 'not-yet-open', opensAt: '2026-11-23T08:00:00+07:00' },
    { ...base, kind: 'expired' },
    { ...base, kind: 'unknown' },
    { ...base, kind: 'invalid', back: '/r/x' },
    { ...base, kind: 'contested' },
    {
      ...base,
      kind: 'presence',
      responseId: ask.responseId,
      presence: 'a'.repeat(27),
      counter: { code: 'Q01', name: text },
      counters: [],
      questionnaire: sampleQuestionnaire,
    },
    {
      ...base,
      kind: 'presence',
      responseId: ask.responseId,
      presence: 'a'.repeat(27),
      counter: null,
      counters: [{ code: 'Q01', name: text }],
      questionnaire: sampleQuestionnaire,
    },
    { ...base, kind: 'presence-expired' },
    { ...base, kind: 'presence-used-up' },
    { ...base, kind: 'presence-repeated' },
    { ...base, kind: 'more', minutes: 10, failed: true, code: text },
    { ...base, kind: 'failure' },
    { ...base, kind: 'privacy' },
  ];
};
const locales: SurveyLocale[] = ['vi', 'en'];
const allStates = locales.flatMap((locale) => statesOf(locale));
const nameOf = (page: SurveyPage): string => `${page.kind} ${page.locale}`;

describe('rating page', () => {
  it.each(allStates.map((page) => [nameOf(page), page] as const))(
    '%s is one complete document',
    (_, page) => {
      const document = render(page, nonce);
      expect(document.startsWith('<!doctype html>')).toBe(true);
      expect(document.endsWith('</body></html>')).toBe(true);
      expect(document).toContain(`<html lang="${page.locale}">`);
      expect(document.match(/<h1/g)).toHaveLength(1);
      expect(document).not.toMatch(/undefined|\[object|NaN/);
      // No request besides the page: no address with a host, nothing to load.
      expect(document).not.toMatch(/https?:|<img|@import|url\(|\ssrc=/);
      for (const [element] of document.matchAll(/<(style|script)[^>]*>/g))
        expect(element).toContain(`nonce="${nonce}"`);
      expect(document).not.toMatch(/\son[a-z]+=|\sstyle=/);
    },
  );

  it.each(locales)('asks with five submit buttons, worst first, and no script needed (%s)', (locale) => {
    const document = render(statesOf(locale)[0]!, nonce).replace(/<script.*<\/script>/s, '');
    const buttons = [...document.matchAll(/<button name="officer" value="(\d)">.*?<span>(.*?)<\/span>/g)];
    expect(buttons.map((match) => [Number(match[1]), match[2]])).toEqual(
      sampleQuestionnaire.items[0]!.scale.map((step) => [step.value, step.label[locale]]),
    );
    expect(document).toContain('<form class="f" method="post" action="/r/abcdefghijklmnopqrstuv"');
    expect(document).toContain('name="responseId" value="4b0a3c8e-3a5b-4f7e-9d4a-0f3c3f6f1c11"');
    expect(document).toContain(`name="locale" value="${locale}"`);
    // The line before the tap.
    const line = locale === 'vi' ? 'Không ghi tên. Cán bộ không biết ai chấm.' : 'No name is taken.';
    expect(document.indexOf(line)).toBeGreaterThan(0);
    expect(document.indexOf(line)).toBeLessThan(document.indexOf('<button'));
  });

  it.each(locales)('stays small (%s)', (locale) => {
    const document = render(statesOf(locale, 'Trung tâm Phục vụ hành chính công Phường Mẫu')[0]!, nonce);
    expect(Buffer.byteLength(document)).toBeLessThan(5400);
    expect(gzipSync(document).length).toBeLessThan(2700);
  });

  it.each(locales)(
    'offers a receipt that holds nothing of the rating, closed until it is wanted (%s)',
    (locale) => {
      const thanks = statesOf(locale).find((page) => page.kind === 'thanks' && page.receipt !== null)!;
      const document = render(thanks, nonce);
      const [block] = /<details class="r">.*<\/details>/s.exec(document)!;
      expect(block).toContain('<summary>');
      expect(block).toMatch(/LN(-[0-9A-Z]{5}){4}-[0-9A-Z]{2}/);
      expect(block).toMatch(/href="\/receipt#[\w-]{135}"/);
      expect(block).toMatch(/<svg [^>]*role="img" aria-label="[^"]+"/);
      expect(Buffer.byteLength(block)).toBeLessThan(14_000);
      expect(render({ ...thanks, receipt: null } as SurveyPage, nonce)).not.toContain('<details');
    },
  );

  it('has nothing chosen beforehand on the optional items', () => {
    const document = render(statesOf('vi')[2]!, nonce);
    expect(document).toContain('name="reasons" value="1"');
    expect(document).toContain('name="guidance" value="3"');
    expect(document).not.toMatch(/\s(checked|selected)/);
    expect(document).not.toContain('name="officer"');
  });

  it('lets nothing out of a text into the markup', () => {
    const hostile = `<script>alert(1)</script>"onload='x'&<!--</style>`;
    for (const page of statesOf('vi', hostile)) {
      const document = render(page, `"><script>`);
      expect(document).not.toContain('<script>');
      expect(document).not.toContain(`"onload=`);
      expect(document).not.toContain('<!--');
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"'\0]|&(?!(amp|lt|gt|quot|#39);)/);
        const back = escaped
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(back).toBe(text.replaceAll('\0', ''));
      }),
    );
  });

  it('escapes markup in the questionnaire, which the centre writes', () => {
    const questionnaire = structuredClone(sampleQuestionnaire);
    questionnaire.items[0]!.labels.vi = '<b>x';
    questionnaire.items[0]!.scale[0]!.label.vi = '<i>y';
    const [ask] = statesOf('vi');
    const document = render({ ...ask, questionnaire } as SurveyPage, nonce);
    expect(document).not.toMatch(/<b>x|<i>y/);
  });
});

describe('dates', () => {
  it('reads as people write them', () => {
    expect(dayText('2026-10-05', 'vi')).toBe('5/10/2026');
    expect(dayText('2026-10-05', 'en')).toBe('5 Oct 2026');
    expect(instantText('2026-10-05T08:30:00+07:00', 'vi')).toBe('08:30 ngày 5/10/2026');
    expect(instantText('2026-10-05T18:30:00Z', 'en')).toBe('01:30, 6 Oct 2026');
    expect(instantText('soon', 'en')).toBe('soon');
  });
});
