// Many writes, one transaction: what a caller can rely on when its job, or its neighbour's, goes wrong.
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DataFile, databasePath, openDataFile } from '../../server/storage/database.ts';
import { GroupCommit, QueueFull } from '../../server/storage/group-commit.ts';
import { temporaryFolder } from '../support/server.ts';

let dataDir: string;
let file: DataFile;
let reader: SqliteDatabase.Database;
const limits = { queueLengthMax: 100, batchLengthMax: 16 };

beforeEach(() => {
  dataDir = temporaryFolder();
  file = openDataFile(dataDir, { create: true, busyMs: 1 });
  file.sqlite.exec('CREATE TABLE written (id INTEGER PRIMARY KEY, value INTEGER NOT NULL UNIQUE) STRICT');
  reader = new SqliteDatabase(databasePath(dataDir), { readonly: true });
});
afterEach(() => {
  reader.close();
  file.close();
});

const insert = (value: number) => (): number => {
  file.sqlite.prepare('INSERT INTO written (value) VALUES (?)').run(value);
  return value;
};
/** What another connection sees: only what is committed. */
const committedValues = (): number[] =>
  reader
    .prepare<[], { value: number }>('SELECT value FROM written ORDER BY id')
    .all()
    .map(({ value }) => value);

describe('group commit', () => {
  test('answers after the commit, and reports commits in the order of the file', async () => {
    const commit = new GroupCommit(file, limits);
    const reported: number[] = [];
    const seenWhenReported: boolean[] = [];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, value) =>
        commit.submit(insert(value), (result) => {
          reported.push(result);
          seenWhenReported.push(committedValues().includes(result));
        }),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 50 }, (_, value) => value));
    expect(reported).toEqual(committedValues());
    expect(seenWhenReported.every(Boolean)).toBe(true);
  });

  test('takes many jobs in one transaction, and in one more when some of them throw', async () => {
    let begun = 0;
    const counting: DataFile = {
      ...file,
      transact: (work) => {
        if (!file.sqlite.inTransaction) begun += 1;
        return file.transact(work);
      },
    };
    const commit = new GroupCommit(counting, limits);
    await Promise.all(Array.from({ length: 64 }, (_, value) => commit.submit(insert(value))));
    expect(begun).toBe(64 / limits.batchLengthMax);
    begun = 0;
    const again = Array.from({ length: limits.batchLengthMax }, (_, index) =>
      commit.submit(insert(index % 2 === 0 ? index : 1000 + index)),
    );
    const outcomes = await Promise.allSettled(again);
    expect(outcomes.map(({ status }) => status)).toEqual(
      again.map((_, index) => (index % 2 === 0 ? 'rejected' : 'fulfilled')),
    );
    expect(begun).toBe(2);
  });

  test('a job that throws takes no neighbour with it: each other job has its effect exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), async (failing) => {
        file.sqlite.exec('DELETE FROM written');
        const commit = new GroupCommit(file, limits);
        const reported: number[] = [];
        const outcomes = await Promise.allSettled(
          failing.map((fails, value) =>
            commit.submit(
              () => {
                insert(value)();
                if (fails) throw new Error(`job ${value}`);
                return value;
              },
              (result) => reported.push(result),
            ),
          ),
        );
        const good = failing.flatMap((fails, value) => (fails ? [] : [value]));
        expect(committedValues()).toEqual(good);
        expect(reported).toEqual(good);
        outcomes.forEach((outcome, value) => {
          expect(outcome.status).toBe(failing[value] ? 'rejected' : 'fulfilled');
          if (outcome.status === 'rejected') expect(outcome.reason.message).toBe(`job ${value}`);
        });
      }),
      { numRuns: 40, verbose: true },
    );
  });

  test('the queue is bounded; who finds it full is told at once and nothing of theirs is written', async () => {
    const commit = new GroupCommit(file, { queueLengthMax: 8, batchLengthMax: 4 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, value) => commit.submit(insert(value))),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(4);
    for (const outcome of refused) expect(outcome.reason).toBeInstanceOf(QueueFull);
    expect(committedValues()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await expect(commit.submit(insert(99))).resolves.toBe(99);
  });

  test('waits while another process writes, and loses nothing', async () => {
    const commit = new GroupCommit(file, limits);
    const other = new SqliteDatabase(databasePath(dataDir), { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
    let answered = 0;
    const jobs = [1, 2, 3].map((value) =>
      commit.submit(insert(value)).then(() => {
        answered += 1;
      }),
    );
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(0);
    expect(commit.queueLength).toBe(3);
    other.exec('COMMIT');
    other.close();
    await Promise.all(jobs);
    expect(committedValues()).toEqual([1, 2, 3]);
  });

  test('closing finishes what waits and takes nothing more', async () => {
    const commit = new GroupCommit(file, limits);
    const jobs = Promise.all([4, 5, 6].map((value) => commit.submit(insert(value))));
    const closed = commit.close();
    await expect(commit.submit(insert(7))).rejects.toBeInstanceOf(QueueFull);
    await closed;
    expect(await jobs).toEqual([4, 5, 6]);
    expect(committedValues()).toEqual([4, 5, 6]);
  });
});
