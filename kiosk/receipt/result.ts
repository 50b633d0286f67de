// What a check came to, as words: the same on the server, for browsers without a script, and in the browser.
import type { ReceiptLocale, ReceiptResult } from '../../shared/contract/receipt-page.ts';
import { instantText } from '../survey/dates.ts';
import { html, type Markup } from '../survey/markup.ts';
import { type ReceiptTexts, receiptTexts } from './texts.ts';

/** Looks of a result; what it says is in words too. */
type Tone = 'good' | 'wait' | 'bad';

interface Words {
  tone: Tone;
  title: string;
  sentences: (string | null | false)[];
  technical?: string;
}

/** 1234567 -> `1.234.567` or `1,234,567`. */
export const grouped = (value: number, locale: ReceiptLocale): string =>
  String(value).replace(/\B(?=(\d{3})+$)/g, locale === 'vi' ? '.' : ',');

function words(result: ReceiptResult, locale: ReceiptLocale, texts: ReceiptTexts): Words {
  const time = (instant: string): string => instantText(instant, locale);
  switch (result.state) {
    case 'in-log': {
      const { number, treeSize, signedAt, checkedBy, keyFrom, saved, online } = result;
      const byBrowser = keyFrom === 'own' ? texts.byBrowserOwnKey : texts.byBrowserPageKey;
      const hasSaved = saved !== 'none-given';
      return {
        tone: saved === 'not-compared' || saved === 'other-origin' ? 'wait' : 'good',
        title: texts.inLog,
        sentences: [
          texts.numberOf(grouped(number, locale), grouped(treeSize, locale)),
          signedAt === null ? texts.noTime : texts.signedAt(time(signedAt)),
          checkedBy === 'server' ? texts.byServer : byBrowser,
          checkedBy === 'browser' && texts.saved[saved],
          checkedBy === 'browser' && online && !hasSaved && texts.savedNow,
        ],
      };
    }
    case 'waiting': {
      const tonight = result.standing === 'tonight';
      return {
        tone: 'wait',
        title: tonight ? texts.waitingTonight : texts.waitingGroup,
        sentences: [
          tonight ? texts.waitingTonightText : texts.waitingGroupText,
          result.mergeBy === null ? texts.noPromise : texts.promisedBy(time(result.mergeBy)),
        ],
      };
    }
    case 'unknown':
      return result.mergeBy === null
        ? { tone: 'wait', title: texts.unknown, sentences: [texts.unknownText] }
        : {
            tone: 'bad',
            title: texts.unknownPromised,
            sentences: [texts.unknownPromisedText(time(result.mergeBy))],
          };
    case 'promise-broken':
      return {
        tone: 'bad',
        title: texts.broken,
        sentences: [texts.brokenText(time(result.mergeBy)), texts.brokenDo],
      };
    case 'not-from-this-log':
      return {
        tone: 'bad',
        title: texts.notThisLog,
        sentences: [result.keyFrom === 'own' ? texts.notThisLogOwnKey : texts.notThisLogText],
      };
    case 'does-not-hold':
      return {
        tone: 'bad',
        title: result.of === 'saved' ? texts.failsSaved : texts.fails,
        sentences: [texts.problems[result.problem], texts.failsDo],
        technical: result.reason,
      };
    case 'malformed':
      return {
        tone: 'wait',
        title: texts.malformed[result.part],
        sentences: [texts.malformedText],
        technical: result.reason,
      };
    case 'no-proof-given':
      return { tone: 'wait', title: texts.noProof, sentences: [texts.noProofText] };
    case 'server-failure':
      return { tone: 'wait', title: texts.failure, sentences: [texts.failureText] };
    case 'offline':
      return { tone: 'wait', title: texts.offline, sentences: [texts.offlineText] };
  }
}

const marks: Readonly<Record<Tone, string>> = { good: '✓', wait: '…', bad: '!' };

/** Every value in it is escaped. */
export function resultMarkup(result: ReceiptResult, locale: ReceiptLocale): Markup {
  const texts = receiptTexts[locale];
  const { tone, title, sentences, technical } = words(result, locale, texts);
  return html`<div class="result ${tone}" data-state="${result.state}"><h2><span aria-hidden="true">${marks[tone]}</span> ${title}</h2>
    ${sentences.filter((sentence) => typeof sentence === 'string').map((sentence) => html`<p>${sentence}</p>`)}
    ${technical !== undefined && html`<p class="technical">${texts.technical}: <code>${technical}</code></p>`}</div>`;
}
