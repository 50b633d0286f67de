// A bundle that is a map: for tests that write and verify hundreds of small ones.
import { type BundleFiles, type BundleSink, comparePaths } from '../../shared/ledger/bundle/format.ts';

export class MemoryBundle implements BundleFiles, BundleSink {
  readonly files = new Map<string, Uint8Array>();

  async *list(): AsyncGenerator<string> {
    yield* [...this.files.keys()].sort(comparePaths);
  }

  async open(path: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const bytes = this.files.get(path);
    return bytes === undefined ? undefined : once(bytes);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.files.get(path);
  }

  async write(path: string, content: AsyncIterable<Uint8Array> | Uint8Array): Promise<void> {
    const chunks: Uint8Array[] = [];
    if (content instanceof Uint8Array) chunks.push(content);
    else for await (const chunk of content) chunks.push(chunk);
    this.files.set(path, Buffer.concat(chunks));
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
