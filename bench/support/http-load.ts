// A load of distinct POST bodies over a fixed number of kept-alive connections, one request under way on each. Works on
// bare sockets, so that the generator costs little beside the server under test; understands answers with Content-Length.
import { connect } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');

/** Sends every body once; resolves with requests a second and the number of answers by status. */
export async function loadOf(
  url: string,
  path: string,
  bodies: readonly string[],
  connections: number,
): Promise<{ perSecond: number; statuses: Record<string, number> }> {
  const { hostname, port } = new URL(url);
  const requests = bodies.map((body) =>
    Buffer.from(
      `POST ${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    ),
  );
  const statuses: Record<string, number> = {};
  let next = 0;
  const runOne = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true });
      let received: Buffer = Buffer.alloc(0);
      const send = () => {
        const request = requests[next];
        if (request === undefined) {
          socket.destroy();
          resolve();
          return;
        }
        next += 1;
        socket.write(request);
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (part) => {
        received = received.length === 0 ? part : Buffer.concat([received, part]);
        const end = received.indexOf(headEnd);
        if (end === -1) return;
        const head = received.toString('latin1', 0, end);
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
        const chunked = /transfer-encoding: chunked/i.test(head);
        const whole = chunked
          ? received.subarray(-5).equals(Buffer.from('0\r\n\r\n'))
          : received.length >= end + headEnd.length + length;
        if (!whole) return;
        const status = head.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        received = Buffer.alloc(0);
        send();
      });
    });
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, runOne));
  return { perSecond: bodies.length / ((performance.now() - startedAt) / 1000), statuses };
}
