// A black-and-white picture, one bit a dot, as thermal printers print it: black dots on white paper.
import { crc32, deflateSync } from 'node:zlib';

export class Bitmap {
  readonly width: number;
  readonly height: number;
  readonly #bytesPerRow: number;
  /** 1 is white, as PNG has it; the first dot of a row is the highest bit. */
  readonly #bits: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#bytesPerRow = Math.ceil(width / 8);
    this.#bits = new Uint8Array(this.#bytesPerRow * height).fill(0xff);
  }

  /** Blackens dots [from, until) of a row; what lies outside the picture is left out. */
  blacken(row: number, from: number, until: number): void {
    if (row < 0 || row >= this.height) return;
    for (let x = Math.max(0, from); x < Math.min(this.width, until); x += 1) {
      const at = row * this.#bytesPerRow + (x >> 3);
      this.#bits[at] = this.#bits[at]! & ~(0x80 >> (x & 7));
    }
  }

  isBlack(x: number, y: number): boolean {
    return (this.#bits[y * this.#bytesPerRow + (x >> 3)]! & (0x80 >> (x & 7))) === 0;
  }

  /** PNG (ISO/IEC 15948): greyscale, one bit a sample, no filter. */
  toPng(): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header[8] = 1;
    const rows = Buffer.alloc((this.#bytesPerRow + 1) * this.height);
    for (let row = 0; row < this.height; row += 1) {
      const start = row * this.#bytesPerRow;
      rows.set(this.#bits.subarray(start, start + this.#bytesPerRow), row * (this.#bytesPerRow + 1) + 1);
    }
    return Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
