// A file of lines as chunks of whole lines: for work that is shared out by the chunk.
import { LineError, lineLengthMax } from './format.ts';

const newline = 0x0a;

/**
 * Whole lines, newlines included, in pieces of about `bytesMin` and with bytes of their own.
 * @throws LineError, after what came before it, when the last line has no end or one is longer than a chunk and too long
 */
export async function* lineChunks(
  chunks: AsyncIterable<Uint8Array>,
  bytesMin: number,
): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let length = 0;
  /** Bytes after the last newline. */
  let rest = 0;
  for await (const chunk of chunks) {
    const whole = chunk.lastIndexOf(newline) + 1;
    if (whole === 0) {
      rest += chunk.length;
      if (rest > lineLengthMax) {
        const before = join(parts, length);
        yield before.slice(0, before.lastIndexOf(newline) + 1);
        throw new LineError('a line is too long');
      }
    } else {
      rest = chunk.length - whole;
      if (length + whole >= bytesMin) {
        yield join([...parts, chunk.subarray(0, whole)], length + whole);
        parts = rest === 0 ? [] : [chunk.subarray(whole)];
        length = rest;
        continue;
      }
    }
    parts.push(chunk);
    length += chunk.length;
  }
  if (length > rest) yield join(parts, length).slice(0, length - rest);
  if (rest > 0) throw new LineError('the last line has no end');
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
