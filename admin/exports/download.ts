// A file of the server read piece by piece, so that the page can say how far it has come; saved only when all of it is there.
import { problemSchema } from '../../shared/contract/problem.ts';
import { ApiError } from '../http/request.ts';

export interface Received {
  name: string;
  file: Blob;
}

/**
 * Reads `path`. Throws ApiError where the server refuses or cannot be reached, TypeError where the transfer breaks off,
 * AbortError when stopped.
 */
export async function receive(
  path: string,
  stop: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Received> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', signal: stop });
  } catch (cause) {
    if (stop.aborted) throw cause;
    throw new ApiError('unreachable', cause instanceof Error ? cause.message : null);
  }
  if (!response.ok || response.body === null) {
    const problem = problemSchema.safeParse(await response.json().catch(() => null));
    throw problem.success
      ? new ApiError(problem.data.code, problem.data.detail ?? null)
      : new ApiError('unreadable', String(response.status));
  }
  const type = response.headers.get('content-type') ?? '';
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'export';
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    bytes += value.length;
    onBytes(bytes);
  }
  return { name, file: new Blob(pieces, { type }) };
}

/** Hands a file to the browser's downloads. */
export function save({ name, file }: Received): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the file by the next turn of its loop; the address would keep it in memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
