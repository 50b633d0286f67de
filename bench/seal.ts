// `npm run -s bench -- seal [--sizes 250,100000] [--officers N]`: the night of a day with so many responses, through the
// real intake and the real seal, on a data directory that holds nothing else. Beside it in the same run, over the rows that
// the night left: one plain insert of them into a new file of the same settings, in one transaction with a VACUUM, which
// any seal that keeps what it seals has to pay; and SHA-256 alone, a call for each commitment, leaf and tree node.
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, seeded } from './support/machine.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const embed = (await import(join(root, 'dist/server/embed.js'))) as typeof import('../server/embed.ts');
type Context = import('../server/context.ts').Context;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '250,100000' },
    officers: { type: 'string', default: '30' },
    seed: { type: 'string', default: '20261014' },
  },
});
const seed = Number(values.seed);
const officers = Number(values.officers);
const draw = seeded(seed);
const seconds = (since: number) => (performance.now() - since) / 1000;

/** A new centre with an open day of `count` responses by invitation. */
async function openDay(dataDir: string, count: number): Promise<Context> {
  const context = embed.createContext({ dataDir, create: true, publicUrl: () => 'http://localhost' });
  const codes = Array.from({ length: officers }, (_, i) => String(i + 1).padStart(2, '0'));
  await context.roster.put({
    officers: codes.map((code) => ({ code: `CB${code}`, name: `Cán bộ ${code}` })),
    counters: codes.map((code) => ({ code: `Q${code}`, name: `Quầy ${code}` })),
    procedures: [1, 2, 3].map((n) => ({ code: `P0${n}`, name: `Thủ tục 0${n}`, field: '' })),
    duty: [],
  });
  const responseId = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  for (let at = 0; at < count; at += 500) {
    const numbers = Array.from({ length: Math.min(500, count - at) }, (_, i) => at + i);
    await Promise.all(
      numbers.map(async (number) => {
        const code = codes[Math.floor(draw() * codes.length)]!;
        const { token } = await context.visits.close(
          {
            externalId: `bench-${number}`,
            officer: `CB${code}`,
            counter: `Q${code}`,
            procedure: `P0${1 + Math.floor(draw() * 3)}`,
          },
          'integrated',
        );
        await context.intake.take(
          {
            responseId: responseId(number),
            invitation: token,
            questionnaire: '2026-1',
            answers: { officer: draw() < 0.8 ? 5 : 1 + Math.floor(draw() * 5) },
            locale: 'vi',
            ageSeconds: 0,
          },
          'qr',
        );
      }),
    );
  }
  return context;
}

/** The ledger's rows and openings once more, into a file with the same settings and nothing else. */
function plainInsert(context: Context, folder: string): { seconds: number; rows: number } {
  const { sqlite } = context.file;
  const ledger = sqlite
    .prepare<[], unknown[]>('SELECT leaf_index, kind, public_entry, leaf_hash FROM ledger')
    .raw()
    .all();
  const openings = sqlite
    .prepare<[], unknown[]>('SELECT tag, leaf_index, salt, entry FROM openings')
    .raw()
    .all();
  const plain = embed.openDataFile(folder, { create: true });
  const started = performance.now();
  const insertLeaf = plain.sqlite.prepare(
    'INSERT INTO ledger (leaf_index, kind, public_entry, leaf_hash) VALUES (?, ?, ?, ?)',
  );
  const insertOpening = plain.sqlite.prepare(
    'INSERT INTO openings (tag, leaf_index, salt, entry) VALUES (?, ?, ?, ?)',
  );
  plain.transact(() => {
    for (const row of ledger) insertLeaf.run(...row);
    for (const row of openings) insertOpening.run(...row);
  });
  plain.sqlite.exec('VACUUM');
  plain.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  const took = seconds(started);
  plain.close();
  return { seconds: took, rows: ledger.length };
}

/** One call a message: a commitment of 32 + 220 bytes and a leaf of 155 for each response, a node for each leaf. */
function hashAlone(responses: number, leaves: number): number {
  const [commitment, leaf, node] = [252, 155, 65].map((length) => new Uint8Array(length));
  const started = performance.now();
  for (let i = 0; i < responses; i++) {
    hash('sha256', commitment!, 'buffer');
    hash('sha256', leaf!, 'buffer');
  }
  for (let i = 0; i < leaves; i++) hash('sha256', node!, 'buffer');
  return seconds(started);
}

console.log(`seed ${seed}; ${officers} officers; ${JSON.stringify(machine())}`);
const results = [];
for (const size of values.sizes.split(',').map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'langnghe-bench-seal-'));
  try {
    const made = performance.now();
    const context = await openDay(join(folder, 'data'), size);
    const intakeSeconds = seconds(made);
    const started = performance.now();
    const report = context.seal.run();
    const sealSeconds = seconds(started);
    if (report.severed !== size || context.log.tree.publishedSize !== report.treeSize) {
      throw new Error(`the night is not whole: ${JSON.stringify(report)}`);
    }
    const plain = plainInsert(context, join(folder, 'plain'));
    const hashSeconds = hashAlone(report.published, report.treeSize);
    const fileBytes = statSync(join(folder, 'data', 'langnghe.sqlite')).size;
    await context.close();
    const ratioToInsert = sealSeconds / plain.seconds;
    console.log(
      `${size} responses: sealed in ${sealSeconds.toFixed(2)} s (${report.published} published, ${report.waiting} wait, ${report.treeSize} leaves; file ${(fileBytes / 1e6).toFixed(1)} MB; intake before ${intakeSeconds.toFixed(1)} s)`,
    );
    console.log(
      `  beside     ${plain.seconds.toFixed(2)} s plain insert of the same rows and VACUUM: ratio ${ratioToInsert.toFixed(1)}; ${hashSeconds.toFixed(2)} s SHA-256 alone`,
    );
    results.push({
      responses: size,
      ...report,
      sealSeconds,
      insertSeconds: plain.seconds,
      ratioToInsert,
      hashSeconds,
      fileBytes,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(JSON.stringify({ bench: 'seal', seed, officers, results }));
