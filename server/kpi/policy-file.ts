// Policy documents as files: the presets shipped with the program, by name, and YAML or JSON files, by path.
// The presets' text is part of the build (?raw), so the program needs no folder of them beside it.
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { loadPolicy, PolicyError } from '../../shared/kpi/policy.ts';
import type { Policy } from '../../shared/kpi/policy-schema.ts';
import circular012018 from '../../shared/kpi/presets/circular-01-2018.yaml?raw';
import decree3352025 from '../../shared/kpi/presets/decree-335-2025.yaml?raw';
import draft2025 from '../../shared/kpi/presets/draft-2025.yaml?raw';
import { InputError } from '../cli/command.ts';

const presetTexts: Record<string, string> = {
  'draft-2025': draft2025,
  'decree-335-2025': decree3352025,
  'circular-01-2018': circular012018,
};

export const presetNames = Object.keys(presetTexts);

const policyBytesMax = 1024 * 1024;
const problemsShown = 3;

/** A preset's YAML text, to show or to copy; undefined for a name that is none. */
export function presetText(name: string): string | undefined {
  return Object.hasOwn(presetTexts, name) ? presetTexts[name] : undefined;
}

/** Loads a preset by its name. Throws RangeError on a name that is none. */
export function loadPreset(name: string): Policy {
  const text = presetText(name);
  if (text === undefined) throw new RangeError(`no preset ${name}`);
  return parsePolicy(text, name);
}

/** Loads the policy a person named: a preset's name, else a file. Throws InputError with one line. */
export async function readPolicy(nameOrPath: string): Promise<Policy> {
  if (presetText(nameOrPath) !== undefined) return loadPreset(nameOrPath);
  let size: number;
  try {
    size = (await stat(nameOrPath)).size;
  } catch {
    throw new InputError(
      `no such policy file, and no preset of that name (presets: ${presetNames.join(', ')})`,
      {
        file: nameOrPath,
      },
    );
  }
  const file = basename(nameOrPath);
  if (size > policyBytesMax) throw new InputError(`is larger than ${policyBytesMax} bytes`, { file });
  return parsePolicy(await readText(nameOrPath, file), file);
}

/** Parses and checks YAML (or JSON) text; `file` is how faults name it. Throws InputError. */
export function parsePolicy(text: string, file: string): Policy {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError) && !(error instanceof ReferenceError)) throw error;
    throw new InputError(`not readable as YAML: ${firstLine(error.message)}`, { file });
  }
  try {
    return loadPolicy(document);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const shown = error.problems
      .slice(0, problemsShown)
      .map(({ path, reason }) => (path === '' ? reason : `${path}: ${reason}`));
    const more = error.problems.length - shown.length;
    throw new InputError(`not a valid policy: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`, {
      file,
    });
  }
}

async function readText(path: string, file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new InputError(`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, { file });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError('is not UTF-8 text', { file });
  }
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? text).replace(/:$/, '');
}
