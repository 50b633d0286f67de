// A slow mobile line as a TCP proxy: every byte, those of the TLS handshake too, passes at the given rate and half a
// round trip later. Opening a connection costs one more round trip. Counts the bytes of each direction as they are on
// the wire above TCP: TLS records, HTTP headers and bodies.
import { connect, createServer, type Socket } from 'node:net';

export interface SlowLine {
  port: number;
  /** Bytes from the server since the last reset. */
  bytesDown(): number;
  bytesUp(): number;
  reset(): void;
  /** Cuts every connection: the next visit has to open one. */
  hangUp(): void;
  stop(): Promise<void>;
}

export interface LineSpeed {
  bytesPerSecond: number;
  roundTripMs: number;
}

/** One direction of one connection: in order, one after the other. All connections share `free`, the line's own time. */
function pass(
  from: Socket,
  to: Socket,
  speed: LineSpeed | null,
  line: { freeAtMs: number; bytes: number },
): void {
  from.on('data', (chunk: Buffer) => {
    line.bytes += chunk.length;
    if (speed === null) {
      to.write(chunk);
      return;
    }
    const nowMs = performance.now();
    line.freeAtMs = Math.max(line.freeAtMs, nowMs) + (chunk.length / speed.bytesPerSecond) * 1000;
    setTimeout(() => to.writable && to.write(chunk), line.freeAtMs - nowMs + speed.roundTripMs / 2);
  });
  const close = (): void => {
    setTimeout(
      () => to.end(),
      speed === null ? 0 : Math.max(0, line.freeAtMs - performance.now()) + speed.roundTripMs,
    );
  };
  from.on('end', close);
  from.on('error', () => to.destroy());
}

/** @param speed null counts only. */
export async function startSlowLine(targetPort: number, speed: LineSpeed | null): Promise<SlowLine> {
  const down = { freeAtMs: 0, bytes: 0 };
  const up = { freeAtMs: 0, bytes: 0 };
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    pass(client, upstream, speed, up);
    pass(upstream, client, speed, down);
    setTimeout(() => client.resume(), speed?.roundTripMs ?? 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    bytesDown: () => down.bytes,
    bytesUp: () => up.bytes,
    reset() {
      down.bytes = 0;
      up.bytes = 0;
    },
    hangUp,
    stop: () =>
      new Promise((resolve) => {
        hangUp();
        server.close(() => resolve());
      }),
  };
}
