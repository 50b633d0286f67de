// Reads JSON that is already in the canonical form of RFC 8785, piece by piece and without building it again to compare:
// what this reader takes is canonical because every sign of it was demanded. It takes plain strings and small whole
// numbers only; whoever meets anything else (an escape, a sign beyond the basic plane) asks the general reader instead.

const quote = 0x22;
const backslash = 0x5c;
const firstPrintable = 0x20;
const zero = 0x30;

export class CanonicalScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** True, and behind it, when the text goes on with exactly these signs. */
  takes(signs: string): boolean {
    const text = this.#text;
    const at = this.#at;
    for (let i = 0; i < signs.length; i++) {
      if (text.charCodeAt(at + i) !== signs.charCodeAt(i)) return false;
    }
    this.#at = at + signs.length;
    return true;
  }

  /** A string of 1 to `lengthMax` UTF-16 units without an escape or a surrogate; undefined for anything else. */
  string(lengthMax: number): string | undefined {
    const text = this.#text;
    if (text.charCodeAt(this.#at) !== quote) return undefined;
    const from = this.#at + 1;
    // One more than the longest: the quote behind it.
    const before = Math.min(text.length, from + lengthMax + 1);
    for (let at = from; at < before; at++) {
      const unit = text.charCodeAt(at);
      if (unit === quote) {
        if (at === from) return undefined;
        this.#at = at + 1;
        return text.slice(from, at);
      }
      if (unit < firstPrintable || unit === backslash || (unit >= 0xd800 && unit <= 0xdfff)) return undefined;
    }
    return undefined;
  }

  /** A whole number from 0 to `max` < 10^15; undefined for anything else. */
  count(max: number): number | undefined {
    const text = this.#text;
    let at = this.#at;
    let value = 0;
    for (; ; at++) {
      const digit = text.charCodeAt(at) - zero;
      // Also at the end of the text, where there is no digit but NaN.
      if (!(digit >= 0 && digit <= 9)) break;
      value = 10 * value + digit;
      if (value > max) return undefined;
    }
    const digits = at - this.#at;
    if (digits === 0 || (digits > 1 && text.charCodeAt(this.#at) === zero)) return undefined;
    this.#at = at;
    return value;
  }

  /** True when nothing follows. */
  get ended(): boolean {
    return this.#at === this.#text.length;
  }
}
