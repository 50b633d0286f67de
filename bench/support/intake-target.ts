// One contender of bench `intake`, in a process of its own: prints its address and what it was given to work with, then
// serves until its input closes.
import { createServer } from 'node:http';
import express from 'express';

const [kind, dataDir, distDir, invitationCount] = process.argv.slice(2) as [string, string, string, string];

const embed = (await import(`${distDir}/server/embed.js`)) as typeof import('../../server/embed.ts');

function ready(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function untilInputCloses(stop: () => Promise<void> | void): Promise<void> {
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once('end', resolve));
  await stop();
  process.exit(0);
}

async function serveIntake(batchLengthMax: number): Promise<void> {
  const server = await embed.startServer({
    dataDir,
    distDir,
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    logLevel: 'error',
    commitLimits: { queueLengthMax: 8192, batchLengthMax },
  });
  const { context } = server;
  if (context.stores.roster.officers().length === 0) {
    await context.roster.put({
      officers: [{ code: 'CB01', name: 'Cán bộ 01' }],
      counters: [{ code: 'Q01', name: 'Quầy 01' }],
      procedures: [{ code: 'P01', name: 'Thủ tục 01', field: '' }],
      duty: [],
    });
  }
  const tokens: string[] = [];
  const run = Date.now().toString(36);
  const visit = (index: number) => ({
    externalId: `bench:${run}:${index}`,
    counter: 'Q01',
    officer: 'CB01',
    procedure: 'P01',
  });
  for (let index = 0; index < Number(invitationCount); index += 500) {
    const length = Math.min(500, Number(invitationCount) - index);
    const closed = await Promise.all(
      Array.from({ length }, (_, offset) => context.visits.close(visit(index + offset), 'integrated')),
    );
    tokens.push(...closed.map(({ token }) => token));
  }
  const pairing = await Promise.all(
    Array.from({ length: 5 }, () => context.access.createPairingCode('counter', 'Q01')),
  );
  ready({ url: server.url, tokens, pairingCodes: pairing.map(({ code }) => code) });
  await untilInputCloses(() => server.stop());
}

switch (kind) {
  case 'group-commit':
    await serveIntake(512);
    break;
  case 'one-transaction-each':
    await serveIntake(1);
    break;
  case 'express-echo': {
    const app = express();
    app.disable('x-powered-by');
    app.set('etag', false);
    app.set('query parser', 'simple');
    app.post('/api/responses', embed.jsonBody(16 * 1024), (request, response) => {
      response.status(201).json(request.body);
    });
    const server = app.listen(0, '127.0.0.1', () => {
      ready({
        url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
        tokens: [],
        pairingCodes: [],
      });
    });
    await untilInputCloses(() => server.closeAllConnections());
    break;
  }
  case 'node-http-echo': {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(Buffer.concat(parts));
      });
    });
    server.listen(0, '127.0.0.1', () => {
      ready({
        url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
        tokens: [],
        pairingCodes: [],
      });
    });
    await untilInputCloses(() => server.closeAllConnections());
    break;
  }
  default:
    throw new Error(`unknown contender ${kind}`);
}
