// A ZIP file written as it is read, so that its size never stands in memory: each entry deflated, its sizes and checksum
// after it (APPNOTE.TXT 6.3.10, sections 4.3.9 and 4.4.4 bit 3), the directory at the end. No ZIP64: what grows beyond 4 GiB
// is refused. The same entries give the same bytes: every entry carries the first day a ZIP can name.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  /** Path in the archive, `/` between folders. */
  name: string;
  content: Iterable<string> | AsyncIterable<string>;
}

const sizeMax = 0xffff_ffff;
const entriesMax = 0xffff;
/** Sizes follow the data; names are UTF-8. */
const flags = 0x0808;
const deflated = 8;
const version = 20;
/** 1 January 1980. */
const dosDate = 0x0021;

interface Written {
  name: Buffer;
  crc: number;
  compressed: number;
  size: number;
  offset: number;
}

/** Bytes of the archive, piece by piece; one piece of content is asked for when the one before is on its way. */
export async function* zipOf(entries: Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const entry: Written = { name: Buffer.from(name, 'utf8'), crc: 0, compressed: 0, size: 0, offset };
    const head = localHead(entry.name);
    yield head;
    offset += head.length;
    for await (const piece of deflate(content, entry)) {
      entry.compressed += piece.length;
      yield piece;
    }
    offset += entry.compressed;
    if (offset > sizeMax || entry.size > sizeMax) throw new RangeError('a ZIP file holds at most 4 GiB');
    const after = sizesAfter(entry);
    yield after;
    offset += after.length;
    written.push(entry);
  }
  if (written.length > entriesMax) throw new RangeError(`a ZIP file holds at most ${entriesMax} entries`);
  const directory = Buffer.concat(written.map(directoryLine));
  if (offset + directory.length > sizeMax) throw new RangeError('a ZIP file holds at most 4 GiB');
  yield directory;
  yield directoryEnd(written.length, directory.length, offset);
}

/** Deflated content; sums its size and checksum into `entry`. */
async function* deflate(content: ZipEntry['content'], entry: Written): AsyncGenerator<Buffer> {
  const deflater = createDeflateRaw({ level: 4 });
  const source = Readable.from(counted(content, entry), { objectMode: false });
  source.once('error', (error) => deflater.destroy(error));
  source.pipe(deflater);
  try {
    for await (const piece of deflater) yield piece as Buffer;
  } finally {
    source.destroy();
    if (!deflater.closed) {
      deflater.destroy();
      await once(deflater, 'close');
    }
  }
}

async function* counted(content: ZipEntry['content'], entry: Written): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text, 'utf8');
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.length;
    yield bytes;
  }
}

function localHead(name: Buffer): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x0403_4b50, 0);
  head.writeUInt16LE(version, 4);
  head.writeUInt16LE(flags, 6);
  head.writeUInt16LE(deflated, 8);
  head.writeUInt16LE(dosDate, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function sizesAfter({ crc, compressed, size }: Written): Buffer {
  const after = Buffer.alloc(16);
  after.writeUInt32LE(0x0807_4b50, 0);
  after.writeUInt32LE(crc, 4);
  after.writeUInt32LE(compressed, 8);
  after.writeUInt32LE(size, 12);
  return after;
}

function directoryLine({ name, crc, compressed, size, offset }: Written): Buffer {
  const line = Buffer.alloc(46);
  line.writeUInt32LE(0x0201_4b50, 0);
  line.writeUInt16LE(version, 4);
  line.writeUInt16LE(version, 6);
  line.writeUInt16LE(flags, 8);
  line.writeUInt16LE(deflated, 10);
  line.writeUInt16LE(dosDate, 14);
  line.writeUInt32LE(crc, 16);
  line.writeUInt32LE(compressed, 20);
  line.writeUInt32LE(size, 24);
  line.writeUInt16LE(name.length, 28);
  line.writeUInt32LE(offset, 42);
  return Buffer.concat([line, name]);
}

function directoryEnd(entries: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
