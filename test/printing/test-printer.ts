// A printer on a real TCP port: keeps what it was sent, and can hang, be slow, cut off, or keep silent. Also reads the
// picture back out of the ESC/POS bytes, as the paper would show it.

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

export type Behaviour =
  /** Takes everything and answers the question for its state. */
  | 'prints'
  /** Takes everything and says nothing. */
  | 'silent'
  /** Takes nothing after the connection stands. */
  | 'hangs'
  /** Takes a little at a time. */
  | 'slow'
  /** Cuts the connection after the first bytes. */
  | 'cuts';

export class TestPrinter {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  behaviour: Behaviour;
  port = 0;
  /** What came over each connection. */
  readonly jobs: Buffer[] = [];

  private constructor(behaviour: Behaviour) {
    this.behaviour = behaviour;
    this.#server = createServer({ pauseOnConnect: true }, (socket) => this.#serve(socket));
  }

  static async start(behaviour: Behaviour = 'prints', port = 0): Promise<TestPrinter> {
    const printer = new TestPrinter(behaviour);
    await new Promise<void>((resolve) => printer.#server.listen(port, '127.0.0.1', resolve));
    printer.port = (printer.#server.address() as AddressInfo).port;
    return printer;
  }

  stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const job = this.jobs.push(Buffer.alloc(0)) - 1;
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    if (this.behaviour === 'hangs') return;
    socket.on('data', (bytes) => {
      this.jobs[job] = Buffer.concat([this.jobs[job]!, bytes]);
      if (this.behaviour === 'cuts') socket.resetAndDestroy();
      if (this.behaviour === 'slow') {
        socket.pause();
        setTimeout(() => socket.resume(), 5);
      }
      // GS r 1 at the end: transmit status. 0: paper is there.
      if (this.behaviour !== 'silent' && this.jobs[job]!.subarray(-3).equals(Buffer.from([0x1d, 0x72, 0x31])))
        socket.write(Buffer.from([0]));
    });
    socket.resume();
  }
}

export interface Picture {
  width: number;
  height: number;
  /** RGBA. */
  data: Uint8ClampedArray;
}

/** The picture in ESC/POS bytes: GS ( L and GS 8 L, function 112, one colour, below one another. Throws when there is none. */
export function pictureOf(bytes: Buffer): Picture {
  const bands: { width: number; height: number; bits: Buffer }[] = [];
  for (let at = 0; at < bytes.length - 16; at += 1) {
    if (bytes[at] !== 0x1d || bytes[at + 2] !== 0x4c) continue;
    const wide = bytes[at + 1] === 0x38;
    if (!wide && bytes[at + 1] !== 0x28) continue;
    const body = at + (wide ? 7 : 5);
    if (bytes[body] !== 0x30 || bytes[body + 1] !== 0x70) continue;
    const width = bytes.readUInt16LE(body + 6);
    const height = bytes.readUInt16LE(body + 8);
    const length = Math.ceil(width / 8) * height;
    bands.push({ width, height, bits: bytes.subarray(body + 10, body + 10 + length) });
    at = body + 9 + length;
  }
  if (bands.length === 0) throw new Error('no picture in the bytes');
  const width = Math.max(...bands.map((band) => band.width));
  const height = bands.reduce((sum, band) => sum + band.height, 0);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  let top = 0;
  for (const band of bands) {
    const perRow = Math.ceil(band.width / 8);
    for (let y = 0; y < band.height; y += 1)
      for (let x = 0; x < band.width; x += 1)
        if ((band.bits[y * perRow + (x >> 3)]! & (0x80 >> (x & 7))) !== 0)
          data.fill(0, ((top + y) * width + x) * 4, ((top + y) * width + x) * 4 + 3);
    top += band.height;
  }
  return { width, height, data };
}
