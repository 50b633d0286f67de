// Sentences of a KPI sheet in Vietnamese and English, with the figures in them. Vietnamese text writes the decimal comma,
// English the point; the machine-readable fields beside them always hold the point.
import { type Exact, isDecimal, toDecimalText, toFixedText } from './exact.ts';
import type { Bilingual } from './policy-schema.ts';

/** Exact where a decimal has an end, else rounded to four places behind an "≈". */
export function shown(value: Exact): string {
  return isDecimal(value) ? toDecimalText(value) : `≈${toFixedText(value, 4)}`;
}

/**
 * Builds both texts from numbers: `say` receives them as each language writes them. Where the right side of an equation is
 * rounded, "≈" stands in place of "=".
 */
export function inWords<Key extends string>(
  numbers: Record<Key, Exact>,
  say: (figures: Record<Key, string>) => Bilingual,
): Bilingual {
  const en = {} as Record<Key, string>;
  const vi = {} as Record<Key, string>;
  for (const key of Object.keys(numbers) as Key[]) {
    en[key] = shown(numbers[key]);
    vi[key] = en[key].replace('.', ',');
  }
  const written = (text: string): string => text.replaceAll('= ≈', '≈ ');
  return { vi: written(say(vi).vi), en: written(say(en).en) };
}
