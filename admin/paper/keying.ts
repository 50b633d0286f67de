// What keys do to the form being keyed, as pure functions: its number, then a digit an answer. The digit is the number
// printed before the box.
import type { Answers, Item } from '../../shared/contract/questionnaire.ts';
import { isFormCode } from '../../shared/form-code.ts';
import { isSlipCode } from '../../shared/slip-code.ts';

/** How a form names its invitation. */
export type FormName = { code: string } | { invitation: string };

export type ReadName = { state: 'ok'; name: FormName } | { state: 'wrong-digit' | 'not-a-number' };

/** Digits as typed or scanned (spaces, dots and dashes aside), or the address in a slip's QR code. */
export function readName(text: string): ReadName {
  const slip = /\/r\/([A-Za-z0-9_-]{22})$/.exec(text.trim());
  if (slip !== null) return { state: 'ok', name: { invitation: slip[1]! } };
  const digits = text.replace(/[\s.-]/g, '');
  if (isFormCode(digits) || isSlipCode(digits)) return { state: 'ok', name: { code: digits } };
  return { state: /^(\d{7}|\d{9})$/.test(digits) ? 'wrong-digit' : 'not-a-number' };
}

/** The number as people compare it with the sheet; a scanned slip by its end. */
export function nameText(name: FormName): string {
  if ('invitation' in name) return `…${name.invitation.slice(-4)}`;
  const { code } = name;
  return code.length === 9
    ? code.replace(/(\d{3})(?=\d)/g, '$1 ')
    : code.replace(/^(\d{3})(\d{2})(\d{2})$/, '$1 $2 $3');
}

/** Answers with `value` of an item chosen, or (tags) turned over. */
export function choose(answers: Answers, item: Item, value: number): Answers {
  if (item.kind !== 'tags') return { ...answers, [item.id]: value };
  const before = answers[item.id];
  const chosen = Array.isArray(before) ? before : [];
  const next = chosen.includes(value)
    ? chosen.filter((one) => one !== value)
    : [...chosen, value].sort((a, b) => a - b);
  return next.length === 0 ? without(answers, item) : { ...answers, [item.id]: next };
}

export const without = (answers: Answers, item: Item): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([id]) => id !== item.id));

export interface Pressed {
  answers: Answers;
  /** Go on to the next item, or stay. */
  next: boolean;
}

/**
 * What a key does at an item; null when it does nothing there. Digits choose, 0 clears, Enter goes on (from a required item
 * only once it is answered).
 */
export function press(answers: Answers, item: Item, key: string): Pressed | null {
  if (key === 'Enter') {
    return item.required && answers[item.id] === undefined ? null : { answers, next: true };
  }
  if (key === '0') return { answers: without(answers, item), next: false };
  if (!/^[1-9]$/.test(key)) return null;
  const step = item.scale[Number(key) - 1];
  if (step === undefined) return null;
  return { answers: choose(answers, item, step.value), next: item.kind !== 'tags' };
}

export const isChosen = (answers: Answers, item: Item, value: number): boolean => {
  const answer = answers[item.id];
  return Array.isArray(answer) ? answer.includes(value) : answer === value;
};
