// How large a workbook (a ZIP archive) says it is when unpacked, told from its directory before anything is unpacked: a
// small file can be made to fill the memory. Layout: PKWARE APPNOTE 4.3.12 (directory entry) and 4.3.16 (end of it).
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const entryBytes = 46;
/** A comment may stand behind the end of the directory. */
const commentBytesMax = 65_535;

/** Bytes of all members; 0 for what is no archive (its reader says so), Infinity for a directory that does not fit. */
export function unpackedBytes(archive: Buffer): number {
  let end = archive.length - endBytes;
  const last = Math.max(0, end - commentBytesMax);
  while (end >= last && archive.readUInt32LE(end) !== endSignature) end -= 1;
  if (end < last) return 0;
  const members = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  let sum = 0;
  for (let member = 0; member < members; member += 1) {
    if (at + entryBytes > archive.length || archive.readUInt32LE(at) !== entrySignature) return Infinity;
    sum += archive.readUInt32LE(at + 24);
    at +=
      entryBytes +
      archive.readUInt16LE(at + 28) +
      archive.readUInt16LE(at + 30) +
      archive.readUInt16LE(at + 32);
  }
  return sum;
}
