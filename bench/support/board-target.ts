// One contender of bench `fanout`, in a process of its own: the real server with a board link and open invitations, or a
// bare socket.io server that says a given text to everyone four times a second. Prints one line of JSON when it is ready;
// answers each line of its input with the processor time it has used so far (ms, user and system), until input closes.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Server } from 'socket.io';

const [kind, portText, ...rest] = process.argv.slice(2) as [string, string, ...string[]];
const port = Number(portText);
const say = (line: unknown): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const usedMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function serveBoard(
  dataDir: string,
  distDir: string,
  invitations: number,
): Promise<() => Promise<void>> {
  const embed = (await import(`${distDir}/server/embed.js`)) as typeof import('../../server/embed.ts');
  const server = await embed.startServer({
    dataDir,
    distDir,
    host: '127.0.0.1',
    port,
    behindProxy: false,
    logLevel: 'error',
  });
  const { context } = server;
  const numbers = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
  if (context.stores.roster.officers().length === 0) {
    await context.roster.put({
      officers: numbers.map((number) => ({ code: `CB${number}`, name: `Cán bộ ${number}` })),
      counters: numbers.map((number) => ({ code: `Q${number}`, name: `Quầy ${number}` })),
      procedures: [{ code: 'P01', name: 'Thủ tục 01', field: '' }],
      duty: [],
    });
  }
  const run = Date.now().toString(36);
  const closed = await Promise.all(
    Array.from({ length: invitations }, (_, index) => {
      const number = numbers[index % numbers.length]!;
      return context.visits.close(
        { externalId: `${run}:${index}`, counter: `Q${number}`, officer: `CB${number}`, procedure: 'P01' },
        'integrated',
      );
    }),
  );
  const { token: link } = await context.access.createBoardLink('bench');
  say({ url: server.url, link, tokens: closed.map(({ token }) => token) });
  return () => server.stop();
}

async function serveBare(text: string): Promise<() => Promise<void>> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const board = io.of('/board');
  const timer = setInterval(() => board.emit('frame', { sentAt: Date.now(), text }), 250);
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  say({ url: `http://127.0.0.1:${(http.address() as { port: number }).port}`, link: '', tokens: [] });
  return async () => {
    clearInterval(timer);
    await io.close();
  };
}

const stop =
  kind === 'board' ? await serveBoard(rest[0]!, rest[1]!, Number(rest[2])) : await serveBare(rest[0]!);
const input = createInterface({ input: process.stdin });
input.on('line', () => say({ usedMs: usedMs() }));
await new Promise((resolve) => input.once('close', resolve));
await stop();
process.exit(0);
