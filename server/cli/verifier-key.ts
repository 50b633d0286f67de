// A verifier key on the command line: as text, or a file that holds it.
import { readFile } from 'node:fs/promises';
import { NoteError, parseVerifierKey, type VerifierKey } from '../../shared/ledger/note.ts';
import { InputError } from './command.ts';

/** A key as text has two `+` at least; anything else is the name of a file. @throws InputError */
export async function readKey(given: string): Promise<VerifierKey> {
  const isKey = /^[^+]+\+[0-9a-f]{8}\+/.test(given);
  try {
    return parseVerifierKey(isKey ? given : await readText(given));
  } catch (error) {
    if (error instanceof NoteError) throw new InputError(error.message, isKey ? {} : { file: given });
    throw error;
  }
}

/** @throws InputError when there is no such file */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new InputError('no such file', { file });
  }
}
