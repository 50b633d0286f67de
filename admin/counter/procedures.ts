// Finding a procedure in a long list, and remembering the ones an officer uses. Pure.
import type { CounterDesk } from '../../shared/contract/visits.ts';

export type Procedure = CounterDesk['procedures'][number];

/** Lower case without Vietnamese diacritics: "Đăng ký" and "dang ky" are found by either. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();
}

/** Procedures in which every word of `search` occurs, in code, name or field; all of them for an empty search. */
export function findProcedures(procedures: readonly Procedure[], search: string): Procedure[] {
  const words = fold(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  return procedures.filter((procedure) => {
    const text = fold(`${procedure.code} ${procedure.name} ${procedure.field}`);
    return words.every((word) => text.includes(word));
  });
}

/** Most procedures kept as recently used. */
export const recentMax = 5;

/** `code` in front, each once, at most `recentMax`. */
export const withRecent = (recent: readonly string[], code: string): string[] =>
  [code, ...recent.filter((other) => other !== code)].slice(0, recentMax);

/** The recent codes that still are procedures, in order. */
export function knownRecent(recent: readonly string[], procedures: readonly Procedure[]): Procedure[] {
  const byCode = new Map(procedures.map((procedure) => [procedure.code, procedure]));
  return recent.flatMap((code) => byCode.get(code) ?? []);
}

/** Reads what was kept on the device; anything unexpected is as good as nothing. */
export function parseRecent(text: string | null): string[] {
  if (text === null) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value)
      ? value.filter((code): code is string => typeof code === 'string').slice(0, recentMax)
      : [];
  } catch {
    return [];
  }
}
