// Two persons who may release openings, and what the command line asks them.
import { randomUUID } from 'node:crypto';
import { runHere } from './run-here.ts';

export interface Releasers {
  names: [string, string];
  /** `--released-by` twice. */
  options: string[];
  /** By question, for `runHere`. */
  answers: Record<string, string>;
}

/** Makes two accounts in the data directory. */
export async function newReleasers(dataDir: string): Promise<Releasers> {
  const answers: Record<string, string> = {};
  const names: [string, string] = [`lanh-dao-${randomUUID()}`, `nhan-su-${randomUUID()}`];
  for (const [i, name] of names.entries()) {
    const role = i === 0 ? 'manager' : 'personnel';
    const made = await runHere(['user', 'create', '--data', dataDir, '--name', name, '--role', role]);
    if (made.code !== 0) throw new Error(made.stderr);
    answers[`Password of ${name}: `] = made.stdout.trim();
  }
  return { names, options: names.flatMap((name) => ['--released-by', name]), answers };
}
