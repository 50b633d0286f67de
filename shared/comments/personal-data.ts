// Places in a comment that look like personal data, as a hint for whoever clears it. It finds shapes (numbers of
// telephones and identity cards, addresses of e-mail, plates), not names: a person still reads every comment.

export type PersonalDataKind = 'phone' | 'identity' | 'email' | 'plate';

export interface PersonalDataSpan {
  kind: PersonalDataKind;
  /** UTF-16 offsets, end exclusive. */
  start: number;
  end: number;
}

// Telephone: 0 or +84 and nine digits; identity: nine (old card) or twelve digits (Nghị định 137/2015/NĐ-CP, Điều 13).
// Digits may be grouped by blanks, dots or hyphens.
const shapes: readonly { kind: PersonalDataKind; pattern: RegExp }[] = [
  { kind: 'email', pattern: /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu },
  { kind: 'phone', pattern: /(?<![\d+])(?:\+84|0)(?:[ .-]?\d){9}(?!\d)/gu },
  { kind: 'identity', pattern: /(?<!\d)\d(?:[ .-]?\d){11}(?!\d)/gu },
  { kind: 'identity', pattern: /(?<!\d)[1-9](?:[ .-]?\d){8}(?!\d)/gu },
  { kind: 'plate', pattern: /(?<![\p{L}\d])\d{2}[- ]?[A-Z]\d?[- ]\d{3}[.]?\d{2}(?!\d)/gu },
];

/** Spans in order, none overlapping another; the shape named first wins. */
export function personalDataIn(text: string): PersonalDataSpan[] {
  const found: PersonalDataSpan[] = [];
  for (const { kind, pattern } of shapes) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.every((span) => end <= span.start || start >= span.end)) found.push({ kind, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** What stands in the text where something was taken out. */
export const redactionMark = '[…]';

/** The text with `redactionMark` in place of what was selected. */
export const redacted = (text: string, start: number, end: number): string =>
  text.slice(0, start) + redactionMark + text.slice(end);
