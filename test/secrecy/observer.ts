// What an attacker keeps: every answer of every address, frame and message, with the random parts masked, so that the
// observations of two worlds can be compared byte by byte.
import type { PdfPage } from '../reports/pdf-text.ts';

/** Where a difference was seen: what may depend on which groups differs by channel. */
export type Channel = 'board' | 'alerts' | 'plain' | 'figures' | 'log' | 'kpi' | 'comments' | 'naive';

export class Observations {
  readonly #texts = new Map<string, { step: number; channel: Channel; text: string }>();
  readonly #last = new Map<string, string>();
  #step = 0;

  get size(): number {
    return this.#texts.size;
  }

  /** Begins what is seen after the next event. */
  step(): void {
    this.#step += 1;
  }

  note(channel: Channel, what: string, text: string): void {
    const masked = mask(text);
    // Only changes are kept: a text that stands is the same in the comparison as long as it stands in both worlds.
    if (this.#last.get(what) === masked) return;
    this.#last.set(what, masked);
    this.#texts.set(`${this.#step} ${what}`, { step: this.#step, channel, text: masked });
  }

  /** First differences on the channels, as far as both went, with a few characters of both sides. */
  differences(other: Observations, channels: readonly Channel[], most = 8): string[] {
    const found: string[] = [];
    const last = Math.min(this.#step, other.#step);
    for (const key of new Set([...this.#texts.keys(), ...other.#texts.keys()])) {
      const mine = this.#texts.get(key);
      const theirs = other.#texts.get(key);
      const { channel, step } = (mine ?? theirs)!;
      if (step > last || !channels.includes(channel) || mine?.text === theirs?.text) continue;
      found.push(`${channel}: ${key}: ${apart(mine?.text ?? '(unchanged)', theirs?.text ?? '(unchanged)')}`);
      if (found.length === most) break;
    }
    return found;
  }
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Hashes, ids, keys, signatures, and long words beside them; the length stays. */
const opaque = /[A-Za-z0-9+/_-]{22,}={0,2}/g;
/** Drawn anew for each page. */
const nonce = /nonce="[^"]*"/g;
/** A server started again listens elsewhere. */
const port = /(127\.0\.0\.1|localhost):\d+/g;

const mask = (text: string): string =>
  text
    .replaceAll(uuid, 'UUID')
    .replaceAll(nonce, 'nonce')
    .replaceAll(port, '$1:PORT')
    .replaceAll(opaque, (found) => `<${found.length}>`);

function apart(a: string, b: string): string {
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  const cut = (text: string): string => text.slice(Math.max(0, from - 60), from + 60).replaceAll('\n', '\\n');
  return `«${cut(a)}» / «${cut(b)}»`;
}

export const textOfPages = (pages: readonly PdfPage[]): string => pages.map(({ text }) => text).join('\n');
