// What citizens wrote, from the tap to the erasure: who reads what, and that an erased text is nowhere any more: not in
// the data directory, not in an older backup, whoever holds them both.
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Context } from '../../server/context.ts';
import { createContext } from '../../server/context.ts';
import { checkData } from '../../server/ledger/data-check.ts';
import { checkLog } from '../../server/ledger/fsck.ts';
import { putBackupInPlace, writeBackup } from '../../server/storage/backup.ts';
import { commentKeysFileName } from '../../server/storage/comment-keys.ts';
import {
  type Clock,
  dayMs,
  openContext,
  procedures,
  putSampleRoster,
  takeRating,
  temporaryFolder,
} from '../support/server.ts';

const all = { state: 'waiting', period: null, tag: null, text: '', after: null, limit: 100 } as const;
const actor = 'user:nhansu' as const;
const keyFileName = 'log-key';
const kept = [keyFileName, 'log-checkpoint', commentKeysFileName];
const open: Context[] = [];
afterEach(async () => {
  for (const context of open.splice(0)) await context.close();
});

async function centre(): Promise<{ context: Context; clock: Clock; dataDir: string }> {
  const opened = await openContext();
  open.push(opened.context);
  await putSampleRoster(opened.context);
  return opened;
}

const visitOf = (officer: string) => ({
  externalId: randomUUID(),
  officer,
  counter: 'Q01',
  procedure: procedures[0]!.code,
});

async function rateWith(
  context: Context,
  officer: string,
  comments: readonly (string | null)[],
): Promise<void> {
  for (const [index, comment] of comments.entries()) {
    await takeRating(context, visitOf(officer), (index % 5) + 1, comment === null ? {} : { comment });
  }
}

const filesOf = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));

describe('the queue', () => {
  test('has nothing before the night, then each text with its month, and the officer once a group hides the writer', async () => {
    const { context, clock } = await centre();
    await rateWith(context, 'CB01', ['Hướng dẫn rõ ràng', ...Array(8).fill(null), 'Chờ hơi lâu']);
    await rateWith(context, 'CB02', ['Chỉ có một mình tôi']);
    expect(context.comments.list(all).total).toBe(0);
    context.seal.run();
    const list = context.comments.list(all);
    expect(list.comments.map(({ text, officer, period }) => [text, officer, period]).sort()).toEqual([
      ['Chỉ có một mình tôi', null, '2026-10'],
      ['Chờ hơi lâu', 'CB01', '2026-10'],
      ['Hướng dẫn rõ ràng', 'CB01', '2026-10'],
    ]);
    clock.advance(dayMs);
    expect(context.comments.waiting()).toBe(3);
  });

  test('is safe in two hands at once: what is erased stays so, and the first clearing stands', async () => {
    const { context } = await centre();
    await rateWith(context, 'CB01', ['Gọi 0912345678', 'Gọi 0987654321', null, null, null]);
    context.seal.run();
    const [one, two] = context.comments.list(all).comments.filter(({ text }) => text !== null);
    const outcomes = await Promise.allSettled([
      context.comments.erase(actor, one!.id),
      context.comments.release(actor, one!.id, 'Gọi […]', []),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((outcomes[1] as PromiseRejectedResult).reason).toMatchObject({ code: 'already-erased' });
    expect(context.comments.list({ ...all, text: 'Gọi' }).comments.map(({ id }) => id)).toEqual([two!.id]);
    expect(context.comments.list({ ...all, state: 'released' }).total).toBe(0);

    const both = await Promise.allSettled([
      context.comments.release(actor, two!.id, 'Gọi […]', ['praise']),
      context.comments.release(actor, two!.id, two!.text!, []),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((both[1] as PromiseRejectedResult).reason).toMatchObject({ code: 'draft-changed' });
    expect(context.comments.list({ ...all, state: 'released' }).comments).toMatchObject([
      { id: two!.id, text: 'Gọi […]', tags: ['praise'] },
    ]);
  });

  test('gives pages that neither miss nor repeat a comment, and counts themes over all of them', async () => {
    const { context } = await centre();
    await rateWith(
      context,
      'CB01',
      Array.from({ length: 25 }, (_, index) => `Nhận xét ${index}`),
    );
    context.seal.run();
    for (const [index, { id, text }] of context.comments.list(all).comments.entries()) {
      await context.comments.release(
        actor,
        id,
        text!,
        index % 2 === 0 ? ['praise'] : ['waiting-time', 'praise'],
      );
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = context.comments.list({ ...all, state: 'released', after, limit: 10 });
      expect(page.total).toBe(25);
      expect(page.themes).toEqual([
        { tag: 'waiting-time', count: 12 },
        { tag: 'praise', count: 25 },
      ]);
      seen.push(...page.comments.map(({ text }) => text!));
      after = page.next;
    } while (after !== null);
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
    const { total } = context.comments.list({ ...all, state: 'released', tag: 'waiting-time' });
    expect(total).toBe(12);
  });

  test('is searched with marks as typed, without marks whatever they are', async () => {
    const { context } = await centre();
    await rateWith(context, 'CB01', [
      'Phải chờ đợi LÂU quá',
      'Cho tôi hỏi thêm',
      'Lau bàn sạch sẽ',
      null,
      null,
    ]);
    context.seal.run();
    const found = (text: string) =>
      context.comments
        .list({ ...all, text })
        .comments.map((one) => one.text)
        .sort();
    expect(found('lâu')).toEqual(['Phải chờ đợi LÂU quá']);
    expect(found('lau')).toEqual(['Lau bàn sạch sẽ', 'Phải chờ đợi LÂU quá']);
    expect(found('cho doi')).toEqual(['Phải chờ đợi LÂU quá']);
    expect(found('chờ lau')).toEqual(['Phải chờ đợi LÂU quá']);
    expect(found('không có')).toEqual([]);
  });
});

describe('a redacted or erased text', () => {
  test('is in no file and no older backup, also for who puts that backup in place', async () => {
    const { context, dataDir } = await centre();
    const secret = 'Ông Sáu nhà số 7 đã đưa phong bì';
    const phone = 'Gọi tôi số 0912345678 nhé';
    await rateWith(context, 'CB01', [secret, phone, 'Cảm ơn cán bộ', null, null]);
    context.seal.run();
    const backup = join(temporaryFolder(), 'older.backup');
    writeBackup(dataDir, keyFileName, backup);
    const byText = new Map(context.comments.list(all).comments.map(({ id, text }) => [text, id]));

    // Before the erasure, the same search with the key's file does find the text: the search is known to work.
    const keysThen = join(temporaryFolder(), 'then');
    mkdirSync(keysThen);
    cpSync(join(dataDir, commentKeysFileName), join(keysThen, commentKeysFileName));
    expect(await textsAfterRestore(backup, keysThen)).toContain(secret);

    await context.comments.erase(actor, byText.get(secret)!);
    await context.comments.release(actor, byText.get(phone)!, 'Gọi tôi số […] nhé', ['other']);
    context.seal.run();
    context.file.sqlite.exec('VACUUM');
    context.file.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    expect(context.comments.list({ ...all, state: 'released' }).comments.map(({ text }) => text)).toEqual([
      'Gọi tôi số […] nhé',
    ]);
    for (const bytes of [...filesOf(dataDir), readFileSync(backup)]) {
      for (const text of [secret, phone, '0912345678', 'phong bì']) {
        expect(bytes.includes(Buffer.from(text))).toBe(false);
      }
    }
    const keysNow = join(temporaryFolder(), 'now');
    mkdirSync(keysNow);
    cpSync(join(dataDir, commentKeysFileName), join(keysNow, commentKeysFileName));
    const readable = await textsAfterRestore(backup, keysNow);
    expect(readable).toEqual([null, null, 'Cảm ơn cán bộ']);
    // Without the file of keys none can be read, and nothing else is missing.
    expect(await textsAfterRestore(backup, temporaryFolder())).toEqual([null, null, null]);
    expect(checkLog(context.log.storage)).toEqual([]);
    expect(checkData(context, dataDir)).toMatchObject({ damage: [] });
  });

  test('cannot be released, withdrawn or erased once more', async () => {
    const { context } = await centre();
    await rateWith(context, 'CB01', ['Một ý kiến', null, null, null, null]);
    context.seal.run();
    const { id } = context.comments.list(all).comments[0]!;
    await context.comments.erase(actor, id);
    await expect(context.comments.release(actor, id, 'x', [])).rejects.toMatchObject({
      code: 'already-erased',
    });
    await expect(context.comments.withdraw(actor, id)).rejects.toMatchObject({ code: 'already-erased' });
    await expect(context.comments.erase(actor, id)).rejects.toMatchObject({ code: 'already-erased' });
    expect(context.stores.comments.counts()).toEqual({ waiting: 0, released: 0, erased: 1 });
  });
});

/** What can be read of a backup put into a directory beside the keys that lie there. */
async function textsAfterRestore(backup: string, folder: string): Promise<(string | null)[]> {
  putBackupInPlace(backup, folder, kept);
  const context = createContext({ dataDir: folder, create: false, publicUrl: () => 'http://localhost' });
  const texts = context.comments.list(all).comments.map(({ text }) => text);
  await context.close();
  return texts.sort((a, b) => (a === null ? -1 : b === null ? 1 : a < b ? -1 : 1));
}
