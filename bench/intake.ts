// Bench `intake`: durable responses a second over HTTP at 64 connections, beside what the same machine does without
// writing and with a transaction for each request; latency to acknowledgement in a quiet hall and in a flush of kiosks;
// and whether all that was acknowledged is in the file after SIGKILL.
//
// Options: --rounds 5 --requests 12000 --seed 1 --quiet-seconds 20
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deviceHeader, requestText, signatureHeader } from '../shared/contract/device-signing.ts';
import { tagOf } from '../shared/ledger/commitment.ts';
import { loadOf } from './support/http-load.ts';
import { machine, median, option, quantile, seeded, shuffled } from './support/machine.ts';

const connections = 64;
const rounds = option('rounds', 5);
const requests = option('requests', 12_000);
const warmUp = 2000;
const seed = option('seed', 1);
const quietSeconds = option('quiet-seconds', 20);
const kiosks = 5;
const perKiosk = 1000;

const distDir = fileURLToPath(new URL('../dist', import.meta.url));
const targetScript = fileURLToPath(new URL('./support/intake-target.ts', import.meta.url));
const embed = (await import(`${distDir}/server/embed.js`)) as typeof import('../server/embed.ts');

interface Target {
  url: string;
  tokens: string[];
  pairingCodes: string[];
  child: ChildProcess;
  dataDir: string;
  stop(): Promise<void>;
}

async function startTarget(kind: string, invitations: number): Promise<Target> {
  const dataDir = mkdtempSync(join(tmpdir(), 'langnghe-bench-'));
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', targetScript, kind, dataDir, distDir, String(invitations)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let text = '';
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout!.on('data', (part: Buffer) => {
      text += part.toString();
      const end = text.indexOf('\n');
      if (end !== -1) resolve(text.slice(0, end));
    });
    child.once('exit', (code) => reject(new Error(`contender ${kind} ended with ${code}`)));
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    ...(JSON.parse(line) as { url: string; tokens: string[]; pairingCodes: string[] }),
    child,
    dataDir,
    async stop() {
      child.stdin!.end();
      await exited;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const bodyOf = (token: string, responseId: string = randomUUID()): string =>
  JSON.stringify({
    responseId,
    invitation: token,
    questionnaire: '2026-1',
    answers: { officer: 5 },
    locale: 'vi',
    ageSeconds: 0,
  });

/** Requests a second over `requests` distinct bodies, after a warm-up that is not counted. */
async function throughput(target: Target): Promise<number> {
  const tokens =
    target.tokens.length > 0
      ? target.tokens
      : Array.from({ length: requests + warmUp }, () => 'A'.repeat(22));
  const bodies = tokens.map((token) => bodyOf(token));
  await loadOf(target.url, '/api/responses', bodies.slice(0, warmUp), connections);
  const { perSecond, statuses } = await loadOf(
    target.url,
    '/api/responses',
    bodies.slice(warmUp),
    connections,
  );
  if (statuses['201'] !== requests) throw new Error(`answers: ${JSON.stringify(statuses)}`);
  return perSecond;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Posts one body; milliseconds to the whole answer. */
function post(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; ms: number }> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${url}/api/responses`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          ...headers,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () =>
          resolve({ status: response.statusCode!, ms: performance.now() - startedAt }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function pairKiosk(url: string, code: string): Promise<{ id: string; key: KeyObject }> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const response = await fetch(`${url}/api/devices/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      code,
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    }),
  });
  if (response.status !== 201) throw new Error(`pairing was answered with ${response.status}`);
  const { deviceId } = (await response.json()) as { deviceId: string };
  return { id: deviceId, key: privateKey };
}

function signedHeaders(kiosk: { id: string; key: KeyObject }, body: string): Record<string, string> {
  const text = requestText('POST', '/api/responses', createHash('sha256').update(body).digest('hex'));
  const signature = sign('sha256', Buffer.from(text), { key: kiosk.key, dsaEncoding: 'ieee-p1363' });
  return { [deviceHeader]: kiosk.id, [signatureHeader]: signature.toString('base64') };
}

const kinds = ['group-commit', 'one-transaction-each', 'express-echo', 'node-http-echo'] as const;
const random = seeded(seed);
console.log(`intake: seed ${seed}, ${rounds} rounds of ${requests} requests at ${connections} connections`);
console.log(JSON.stringify(machine()));

const rates: Record<string, number[]> = Object.fromEntries(kinds.map((kind) => [kind, []]));
for (let round = 1; round <= rounds; round += 1) {
  for (const kind of shuffled(kinds, random)) {
    const target = await startTarget(kind, requests + warmUp);
    rates[kind]!.push(await throughput(target));
    await target.stop();
  }
  console.log(
    `round ${round}: ${kinds.map((kind) => `${kind} ${Math.round(rates[kind]!.at(-1)!)}/s`).join(', ')}`,
  );
}

const quiet = await startTarget('group-commit', quietSeconds * 5);
const quietMs: number[] = [];
for (const token of quiet.tokens) {
  const started = performance.now();
  const { status, ms } = await post(quiet.url, bodyOf(token));
  if (status !== 201) throw new Error(`answered with ${status}`);
  quietMs.push(ms);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, 200 - (performance.now() - started))));
}
await quiet.stop();

// Each kiosk sends its outbox one after the other, as kiosk/outbox does; all of them begin at once.
const flush = await startTarget('group-commit', kiosks * perKiosk);
const paired = await Promise.all(flush.pairingCodes.map((code) => pairKiosk(flush.url, code)));
const outboxes = paired.map((kiosk, index) =>
  flush.tokens.slice(index * perKiosk, (index + 1) * perKiosk).map((token) => {
    const body = bodyOf(token);
    return { body, headers: signedHeaders(kiosk, body) };
  }),
);
const flushMs: number[] = [];
const flushStarted = performance.now();
await Promise.all(
  outboxes.map(async (outbox) => {
    for (const { body, headers } of outbox) {
      const { status, ms } = await post(flush.url, body, headers);
      if (status !== 201) throw new Error(`answered with ${status}`);
      flushMs.push(ms);
    }
  }),
);
const flushSeconds = (performance.now() - flushStarted) / 1000;
await flush.stop();

// Acknowledged means durable: kill without warning under load, then look in the file.
const killed = await startTarget('group-commit', 4000);
const acknowledged: string[] = [];
let going = true;
const senders = Array.from({ length: connections }, async (_, sender) => {
  for (let index = sender; going && index < killed.tokens.length; index += connections) {
    const responseId = randomUUID();
    try {
      const { status } = await post(killed.url, bodyOf(killed.tokens[index]!, responseId));
      if (status === 201) acknowledged.push(responseId);
      if (acknowledged.length > 1500 && going) {
        going = false;
        killed.child.kill('SIGKILL');
      }
    } catch {
      return;
    }
  }
});
await Promise.all(senders);
const file = embed.openDataFile(killed.dataDir, { create: false });
const inFile = file.sqlite.prepare<[Buffer], { n: number }>(
  'SELECT count(*) AS n FROM journal WHERE tag = ?',
);
const missing = acknowledged.filter(
  (responseId) => inFile.get(Buffer.from(tagOf(responseId)))!.n !== 1,
).length;
file.close();
rmSync(killed.dataDir, { recursive: true, force: true });
agent.destroy();

const rate = (kind: (typeof kinds)[number]): number => median(rates[kind]!);
const round2 = (value: number): number => Number(value.toFixed(2));
console.log(
  JSON.stringify({
    bench: 'intake',
    seed,
    machine: machine(),
    rounds,
    requests,
    connections,
    perSecond: Object.fromEntries(kinds.map((kind) => [kind, Math.round(rate(kind))])),
    ratioToEcho: round2(rate('group-commit') / rate('express-echo')),
    ratioToOneTransactionEach: round2(rate('group-commit') / rate('one-transaction-each')),
    quiet: {
      perSecond: 5,
      n: quietMs.length,
      p50Ms: round2(quantile(quietMs, 0.5)),
      p99Ms: round2(quantile(quietMs, 0.99)),
    },
    flush: {
      kiosks,
      perKiosk,
      seconds: round2(flushSeconds),
      p50Ms: round2(quantile(flushMs, 0.5)),
      p99Ms: round2(quantile(flushMs, 0.99)),
    },
    afterSigkill: { acknowledged: acknowledged.length, missing },
  }),
);
