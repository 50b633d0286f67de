// Data directories on the eve of a night, of the shapes that a night can have: what the tests that cut a night off start
// from. Made at the wall clock, because the processes that are killed have no other.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Context, createContext } from '../../server/context.ts';
import { dropTiles } from '../../server/ledger/fsck.ts';
import { databasePath } from '../../server/storage/database.ts';
import type { OpenEntry } from '../../shared/ledger/entry.ts';
import {
  Clock,
  dayMs,
  openContext,
  procedures,
  putSampleRoster,
  takeRating,
  temporaryFolder,
  zoneAtNoon,
} from '../support/server.ts';

const visit = (number: number, officer: string, procedure: number) => ({
  externalId: `HS-${number}`,
  officer,
  counter: `Q${officer.slice(2)}`,
  procedure: procedures[procedure]!.code,
});

const responseId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

async function newCentre(
  daysAgo: number,
): Promise<{ context: Context; dataDir: string; clock: Clock; now: number }> {
  const now = Date.now();
  const clock = new Clock(new Date(now - daysAgo * dayMs).toISOString());
  const { context, dataDir } = await openContext({ clock, zone: zoneAtNoon() });
  await putSampleRoster(context);
  return { context, dataDir, clock, now };
}

/**
 * An open day of 26 responses on a ledger that holds 5 already: groups that go tonight, groups that wait, comments,
 * visits without a rating, and one whose window is past.
 */
export async function dayToSeal(): Promise<string> {
  const { context, dataDir, clock, now } = await newCentre(20);
  await context.visits.close(visit(0, 'CB01', 0), 'integrated');
  clock.at = now - 5 * dayMs;
  for (let number = 1; number <= 5; number += 1) await takeRating(context, visit(number, 'CB01', 0), number);
  context.seal.run();
  clock.at = now - dayMs;
  const late = [];
  for (let number = 6; number <= 11; number += 1) {
    late.push((await context.visits.close(visit(number, 'CB03', number % 3), 'integrated')).token);
  }
  clock.at = now;
  for (let number = 12; number <= 23; number += 1) {
    await takeRating(context, visit(number, 'CB01', number % 2), (number % 5) + 1, {
      ...(number % 4 === 0 ? { comment: `Nhận xét ${number}` } : {}),
      answers: { officer: (number % 5) + 1, reasons: [1, 3] },
    });
  }
  for (let number = 24; number <= 31; number += 1) {
    // Two small groups that must wait: one officer's few of today, and walk-up ratings.
    if (number < 28) await takeRating(context, visit(number, 'CB02', 2), 2);
    else await walkUp(context, number);
  }
  for (const [index, token] of late.entries()) {
    await context.intake.take(
      {
        responseId: responseId(100 + index),
        invitation: token,
        questionnaire: '2026-1',
        answers: { officer: 5 - (index % 2) },
        locale: 'vi',
        ageSeconds: 0,
      },
      'qr',
    );
  }
  await context.visits.close(visit(40, 'CB02', 1), 'integrated');
  await context.visits.contest(late[0]!);
  await context.close();
  return dataDir;
}

const walkUp = (context: Context, number: number) =>
  context.intake.take(
    {
      responseId: responseId(number),
      counter: 'Q02',
      questionnaire: '2026-1',
      answers: { officer: 4 },
      locale: 'en',
      ageSeconds: 0,
    },
    'kiosk',
  );

/** A centre that was set up today and has neither a key nor a response. */
async function firstNight(): Promise<string> {
  const { context, dataDir } = await newCentre(0);
  await context.close();
  return dataDir;
}

/** Six responses on a ledger of 250 leaves: the night fills a tile, begins the next, and a level above both. */
async function tileEdge(): Promise<string> {
  const { context, dataDir, clock, now } = await newCentre(8);
  context.seal.run();
  const { tree, storage } = context.log;
  tree.append(fillers(250 - storage.leafCount()));
  clock.at = now;
  for (let number = 1; number <= 12; number += 1)
    await takeRating(context, visit(number, 'CB01', number % 3), 3);
  await context.close();
  return dataDir;
}

/** Nothing open; small groups of three weeks ago go tonight because their time to grow is over. */
async function onlyWaiting(): Promise<string> {
  const { context, dataDir, clock } = await newCentre(24);
  for (let number = 1; number <= 4; number += 1) {
    await takeRating(context, visit(number, 'CB01', 0), number);
    await takeRating(context, visit(10 + number, 'CB02', 1), 5);
    clock.advance(dayMs / 2);
  }
  context.seal.run();
  await context.close();
  return dataDir;
}

/** 9000 leaves of which no tile is left: integration goes on in three batches. */
async function manyToIntegrate(): Promise<string> {
  const { context, dataDir } = await newCentre(1);
  context.log.tree.append(fillers(9000));
  for (let number = 1; number <= 6; number += 1) await takeRating(context, visit(number, 'CB01', 0), 4);
  dropTiles(context.log.storage);
  await context.close();
  return dataDir;
}

/** A database of yesterday put back beside the last checkpoint of today. */
async function restored(): Promise<string> {
  const { context, dataDir } = await newCentre(1);
  for (let number = 1; number <= 6; number += 1) await takeRating(context, visit(number, 'CB01', 0), 4);
  context.seal.run();
  await context.close();
  const kept = copyOf(dataDir);
  const { context: later } = await openContext({ dataDir, clock: new Clock(new Date().toISOString()) });
  for (let number = 7; number <= 12; number += 1) await takeRating(later, visit(number, 'CB01', 0), 4);
  later.seal.run();
  await later.close();
  writeFileSync(join(kept, 'log-checkpoint'), readFileSync(join(dataDir, 'log-checkpoint')), { mode: 0o600 });
  return kept;
}

/** Entries that nothing depends on, each its own leaf. */
function fillers(count: number): OpenEntry[] {
  return Array.from({ length: count }, (_, i) => ({
    kind: 'figures',
    v: 1,
    officer: 'CB01',
    period: '2026-10',
    values: { filler: String(i) },
    enteredBy: 'set-up',
    source: 'test',
  }));
}

export interface NightShape {
  name: string;
  make(): Promise<string>;
  /** Command line of the night, without `--data`. */
  command: 'seal' | 'rotate-key';
  /** Whether the checkpoint signed last is of leaves that the database has lost. */
  lossy?: true;
  /** Points, by the beginning of their names, that this shape is there for; all when left out. */
  only?: readonly string[];
  /** How often one point is hit at most. */
  countsMax: number;
}

export const nightShapes: readonly NightShape[] = [
  { name: 'a day on a ledger', make: dayToSeal, command: 'seal', countsMax: 12 },
  { name: 'a first night', make: firstNight, command: 'seal', countsMax: 3 },
  { name: 'over the edge of a tile', make: tileEdge, command: 'seal', countsMax: 4 },
  { name: 'only what waited', make: onlyWaiting, command: 'seal', countsMax: 4 },
  {
    name: 'many leaves to integrate',
    make: manyToIntegrate,
    command: 'seal',
    only: ['integrate:', 'publish:', 'log-checkpoint:'],
    countsMax: 4,
  },
  { name: 'a change of key', make: tileEdge, command: 'rotate-key', countsMax: 3 },
  {
    name: 'a restored database',
    make: restored,
    command: 'seal',
    lossy: true,
    only: [
      'continue:',
      'sequence:',
      'integrate:',
      'publish:',
      'log-checkpoint:',
      'log-key:',
      'seal:advanced',
    ],
    countsMax: 3,
  },
];

export function copyOf(dataDir: string): string {
  const folder = join(temporaryFolder(), 'data');
  cpSync(dataDir, folder, { recursive: true, preserveTimestamps: true });
  return folder;
}

/** The directory as a starting server opens it; closed when `work` is done. */
export async function withContext<T>(
  dataDir: string,
  work: (context: Context) => Promise<T> | T,
): Promise<T> {
  const context = createContext({ dataDir, create: false, publicUrl: () => 'http://localhost' });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

/** Tags of every response acknowledged so far, read without opening the log. */
export function acknowledgedTags(dataDir: string): string[] {
  const sqlite = new SqliteDatabase(databasePath(dataDir), { readonly: true });
  try {
    return sqlite.prepare<[], string>('SELECT lower(hex(tag)) FROM tags ORDER BY tag').pluck().all();
  } finally {
    sqlite.close();
  }
}

/** Comments taken so far, in the journal and apart, read without opening the log. */
export function commentsIn(dataDir: string): number {
  const sqlite = new SqliteDatabase(databasePath(dataDir), { readonly: true });
  try {
    return sqlite
      .prepare<[], number>(
        'SELECT (SELECT count(*) FROM journal WHERE comment IS NOT NULL) + (SELECT count(*) FROM comments)',
      )
      .pluck()
      .get()!;
  } finally {
    sqlite.close();
  }
}

/** Every checkpoint that the directory has given out: those in the database and the one in the file. */
export function checkpointsIn(dataDir: string): string[] {
  const sqlite = new SqliteDatabase(databasePath(dataDir), { readonly: true });
  try {
    const published = sqlite
      .prepare<[], string>('SELECT note FROM log_checkpoints ORDER BY number')
      .pluck()
      .all();
    const file = join(dataDir, 'log-checkpoint');
    return [...new Set([...published, ...(existsSync(file) ? [readFileSync(file, 'utf8')] : [])])];
  } finally {
    sqlite.close();
  }
}
