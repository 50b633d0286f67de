// Forms that were keyed go one by one, in order, and are forgotten when the server has answered. The last one is held
// for a moment in which it can be taken back. What could not be sent now is tried again; what is refused is put aside by
// its number and the reason, without its answers.
//
// Kept beside the pages, so that a session that ends in the middle takes nothing along: whoever signs in again as the same
// person goes on. Another batch begins with nothing of this one.
import { type Signal, signal } from '@preact/signals';
import type { Answers } from '../../shared/contract/questionnaire.ts';
import { ApiError } from '../http/request.ts';
import { type FormName, nameText } from './keying.ts';
import { sendForm } from './paper-api.ts';

export interface KeyedSheet {
  /** Place in the batch, from 1. */
  place: number;
  formId: string;
  name: FormName;
  questionnaire: string;
  answers: Answers;
}

/** A sheet that was refused. Nothing of what was ticked on it. */
export interface Aside {
  place: number;
  number: string;
  reason: string;
}

export interface Standing {
  held: { place: number; number: string } | null;
  /** On their way, the held one not counted. */
  waiting: number;
  /** Why the next try waits; null while nothing is wrong. */
  trouble: unknown;
  taken: number;
  aside: readonly Aside[];
}

/** How long the last form can be taken back. */
export const heldMs = 8_000;
/** Forms on their way, beyond which nothing more is keyed. */
export const waitingMax = 10;
const retryMsFirst = 1_000;
const retryMsMax = 30_000;
const serverFaultsMax = 3;

const transient = new Set([
  'unreachable',
  'unreadable',
  'overloaded',
  'too-many-attempts',
  'unauthenticated',
]);

export class Sending {
  readonly batch: number;
  readonly standing: Signal<Standing>;
  #held: KeyedSheet | null = null;
  #holdTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #queue: KeyedSheet[] = [];
  #isSending = false;
  #retryMs = retryMsFirst;
  #serverFaults = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(batch: number, taken: number) {
    this.batch = batch;
    this.standing = signal({ held: null, waiting: 0, trouble: null, taken, aside: [] });
  }

  /** Place of the sheet that is keyed next. */
  get nextPlace(): number {
    const { held, waiting, taken, aside } = this.standing.value;
    return taken + aside.length + waiting + (held === null ? 0 : 1) + 1;
  }

  /** Nothing is held or on its way. */
  get isIdle(): boolean {
    const { held, waiting } = this.standing.value;
    return held === null && waiting === 0;
  }

  /** Holds a form; the one held before goes. */
  add(sheet: KeyedSheet): void {
    this.release();
    this.#held = sheet;
    this.#holdTimer = setTimeout(() => this.release(), heldMs);
    this.#set({ held: { place: sheet.place, number: nameText(sheet.name) } });
  }

  /** Takes the held form back: its number alone, to key it anew. Null when it has gone. */
  undo(): FormName | null {
    const sheet = this.#held;
    if (sheet === null) return null;
    this.#held = null;
    clearTimeout(this.#holdTimer);
    this.#set({ held: null });
    return sheet.name;
  }

  /** Lets the held form go. */
  release(): void {
    if (this.#held === null) return;
    clearTimeout(this.#holdTimer);
    this.#queue.push(this.#held);
    this.#held = null;
    this.#set({ held: null, waiting: this.#queue.length });
    void this.#send();
  }

  /** Tries again now. */
  retry(): void {
    clearTimeout(this.#retryTimer);
    void this.#send();
  }

  async #send(): Promise<void> {
    const sheet = this.#queue[0];
    if (this.#isSending || sheet === undefined) return;
    this.#isSending = true;
    const { place, formId, name, questionnaire, answers } = sheet;
    try {
      const taken = await sendForm(this.batch, { formId, ...name, questionnaire, answers });
      this.#answered({ taken });
    } catch (error) {
      if (this.#isPassing(error)) this.#later(error);
      else {
        const reason = error instanceof ApiError ? error.code : 'internal';
        const aside: Aside = { place, number: nameText(name), reason };
        this.#answered({ aside: [...this.standing.value.aside, aside] });
      }
    } finally {
      this.#isSending = false;
    }
    if (this.standing.value.trouble === null) void this.#send();
  }

  #isPassing(error: unknown): boolean {
    if (!(error instanceof ApiError)) return false;
    if (transient.has(error.code)) return true;
    if (error.code !== 'internal') return false;
    this.#serverFaults += 1;
    return this.#serverFaults < serverFaultsMax;
  }

  #answered(change: Partial<Standing>): void {
    this.#queue.shift();
    this.#retryMs = retryMsFirst;
    this.#serverFaults = 0;
    this.#set({ ...change, waiting: this.#queue.length, trouble: null });
  }

  #later(error: unknown): void {
    const wait = error instanceof ApiError ? error.retryAfterMs : null;
    this.#set({ trouble: error });
    this.#retryTimer = setTimeout(() => void this.#send(), wait ?? this.#retryMs);
    this.#retryMs = Math.min(retryMsMax, this.#retryMs * 2);
  }

  #set(change: Partial<Standing>): void {
    this.standing.value = { ...this.standing.value, ...change };
  }
}

let current: Sending | null = null;

/** The sending of a batch: the one under way, or a new one. */
export function sendingOf(batch: number, taken: number): Sending {
  if (current?.batch !== batch) current = new Sending(batch, taken);
  return current;
}

export function forgetSending(): void {
  current = null;
}
