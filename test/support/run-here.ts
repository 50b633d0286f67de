// A command line run in this process: the same entry as people's, without the start of another one.
import { vi } from 'vitest';
import { main } from '../../server/main.ts';
import { distDir } from './server.ts';
import type { Finished } from './spawn.ts';

/** Runs one command to its end, answering what it asks by question. Not for several at once. */
export async function runHere(args: string[], answers: Record<string, string> = {}): Promise<Finished> {
  const ask = async (question: string): Promise<string> => {
    const answer = answers[question];
    if (answer === undefined) throw new Error(`nobody expected to be asked: ${question}`);
    return answer;
  };
  const ended: Finished = { code: null, signal: null, stdout: '', stderr: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    ended.stdout += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    ended.stderr += String(text);
    return true;
  });
  try {
    ended.code = await main(args, { distDir, ask });
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return ended;
}
