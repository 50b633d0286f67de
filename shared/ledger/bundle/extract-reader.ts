// entries.jsonl, which repeats the open entries of the tree for people to read: it must repeat them exactly.
import { fromUtf8 } from '../encoding.ts';
import type { VerifyContext } from './context.ts';
import { bundleFile, formatExtract, LineError, LineReader } from './format.ts';

/** Compares entries.jsonl with the open entries in the tree. */
export class ExtractReader {
  readonly #context: VerifyContext;
  readonly #lines: LineReader;
  #lost = false;

  private constructor(context: VerifyContext, lines: LineReader) {
    this.#context = context;
    this.#lines = lines;
  }

  static async open(context: VerifyContext): Promise<ExtractReader | undefined> {
    const chunks = await context.files.open(bundleFile.entries);
    if (chunks !== undefined) return new ExtractReader(context, new LineReader(chunks));
    context.report.find('file', `${bundleFile.entries} is missing`);
    return undefined;
  }

  async expect(leafIndex: number, entry: Uint8Array): Promise<void> {
    if (this.#lost) return;
    const line = await this.#next();
    if (`${line}\n` === formatExtract(leafIndex, textOf(entry))) return;
    // After the first difference the rest would only repeat it.
    this.#lost = true;
    this.#context.report.find('file', `${bundleFile.entries} does not repeat this entry`, leafIndex);
  }

  async expectEnd(): Promise<void> {
    if (this.#lost || (await this.#next()) === undefined) return;
    this.#context.report.find('file', `${bundleFile.entries} has entries that are not in the log`);
  }

  /** The next line; something that is no entry where the file is not lines of text. */
  async #next(): Promise<string | undefined> {
    try {
      return await this.#lines.next();
    } catch (error) {
      if (error instanceof LineError) return error.message;
      throw error;
    }
  }
}

/** A leaf that is no text has been reported as no entry; nothing in the extract can repeat it. */
function textOf(entry: Uint8Array): string {
  try {
    return fromUtf8(entry);
  } catch {
    return '';
  }
}
