// What every command of the command line is: a name, its options, and a run that returns the exit code.
// Only the answer goes to standard output; everything said on the way goes to standard error.
import type { Command } from 'commander';

/** Answers one question. @throws InputError when there is no answer */
export type Ask = (question: string) => Promise<string>;

export interface CliContext {
  /** Where the built screens lie (dist/). */
  distDir: string;
  /** The answer: written to standard output as given. */
  answer(text: string): void;
  /** Of the person at the terminal: a password or code. */
  ask: Ask;
  /** Progress and remarks: a line to standard error. */
  say(line: string): void;
  /** Set when the command ends otherwise than well: 1 = a check does not hold, 2 = bad input. */
  exitCode: number;
}

/** Adds one command to the program. */
export type RegisterCommand = (program: Command, cli: CliContext) => void;

/**
 * Bad input from the person at the command line: one line naming file, row and column where there are any.
 * Ends the command with exit code 2; nothing has been written when it is thrown.
 */
export class InputError extends Error {
  override name = 'InputError';
  /** The message without its place. */
  readonly reason: string;
  readonly row: number | null;
  readonly column: string | null;
  /** The reason as a word that screens put into their own language; null where there is none. */
  readonly fault: string | null;
  constructor(reason: string, where: { file?: string; row?: number; column?: string; fault?: string } = {}) {
    const place = [
      where.file,
      where.row === undefined ? undefined : `row ${where.row}`,
      where.column === undefined ? undefined : `column ${where.column}`,
    ].filter((part) => part !== undefined);
    super(place.length > 0 ? `${place.join(', ')}: ${reason}` : reason);
    this.reason = reason;
    this.row = where.row ?? null;
    this.column = where.column ?? null;
    this.fault = where.fault ?? null;
  }
}

/** Several bad rows at once, a line each; the rest is counted. */
export class InputErrors extends InputError {
  readonly errors: readonly InputError[];
  constructor(errors: InputError[]) {
    const shown = errors.slice(0, linesShownMax).map((error) => error.message);
    if (errors.length > shown.length) shown.push(`… and ${errors.length - shown.length} more`);
    super(shown.join('\n'));
    this.errors = errors;
  }
}
const linesShownMax = 50;
