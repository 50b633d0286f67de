// Questions to the person at the terminal whose answers nobody is to see: passwords and codes. At a terminal nothing of
// them shows; otherwise each answer is a line of standard input, so that they never stand in the list of processes.
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { type Ask, InputError } from './command.ts';

/** Asks on standard error where somebody sits at it; the first question opens standard input, `close` lets go of it. */
export function terminalQuestions(): { ask: Ask; close(): void } {
  let lines: Interface | undefined;
  let waiting: AsyncIterator<string> | undefined;
  const ask: Ask = async (question) => {
    const isTerminal = process.stdin.isTTY === true;
    if (lines === undefined) {
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTerminal });
      lines.once('SIGINT', () => lines?.close());
      waiting = lines[Symbol.asyncIterator]();
    }
    if (isTerminal) process.stderr.write(question);
    const answer = await waiting!.next();
    if (isTerminal) process.stderr.write('\n');
    if (answer.done === true)
      throw new InputError(`${question.trim().replace(/:$/, '')}: no answer was given`);
    return answer.value;
  };
  return { ask, close: () => lines?.close() };
}
