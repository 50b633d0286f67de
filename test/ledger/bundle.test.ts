// Bundles on a real disk: written and verified, with any byte changed, and by the command line.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decryptWith, encryptTo, newIdentity } from '../../server/ledger/age.ts';
import { bundleDirectory } from '../../server/ledger/bundle-directory.ts';
import { main } from '../../server/main.ts';
import { BundleError } from '../../shared/ledger/bundle/format.ts';
import { signCheckpoint } from '../../shared/ledger/checkpoint.ts';
import { formatVerifierKey } from '../../shared/ledger/note.ts';
import { rootOf } from '../../shared/merkle/compact-range.ts';
import { base, bundleOf, codes, edit, named, sampleLedger, seed, verify } from './disk-bundle.ts';
import { responsesIn } from './sample-ledger.ts';
import { night, random, sealed, TestLedger } from './test-ledger.ts';

describe('an honest bundle', () => {
  it('holds, with everything given, and says what is only attested', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    const checkpoints = ledger.checkpoints.map((text, i) => ({ name: `checkpoint ${i}`, text }));
    const report = await verify(directory, { keys: [ledger.key], checkpoints });
    expect(report.findings).toEqual([]);
    expect(report.notChecked).toEqual([]);
    expect(report.attested.length).toBeGreaterThan(2);
    expect(report.figures).toMatchObject({ treeSize: ledger.leaves.length, responses: 390, openings: 390 });
    expect(report.holds.join('\n')).toMatch(/2 published tables follow/);
  });

  it('says what it could not check without key, checkpoint and openings', async () => {
    const report = await verify(await bundleOf(sampleLedger(), { kind: 'public' }));
    expect(report.findings).toEqual([]);
    expect(report.notChecked.map((line) => line.split(':')[0])).toEqual([
      'authenticity',
      'completeness',
      'ratings',
    ]);
  });

  it('holds when its log has no leaf, one, 256 or 257', async () => {
    const { responses, tallies } = night({ day: '2026-10-13', responses: 300, officers: 3 }, random(seed));
    for (const size of [0, 1, 256, 257]) {
      const ledger = new TestLedger();
      const spare = size - Math.min(size, tallies.length);
      ledger.seal(responses.slice(0, spare), tallies.slice(0, size));
      expect(ledger.leaves).toHaveLength(size);
      const report = await verify(await bundleOf(ledger), { keys: [ledger.key] });
      expect(report.findings.filter(({ code }) => code !== 'count')).toEqual([]);
    }
  });

  it('holds with encrypted openings, for the identity they were encrypted to alone', async () => {
    const ledger = sampleLedger();
    const [auditor, stranger] = [await newIdentity(), await newIdentity()];
    const directory = await bundleOf(ledger, { encrypt: encryptTo([auditor.recipient]) });
    const opened = await verify(directory, { keys: [ledger.key], decrypt: decryptWith(auditor.identity) });
    expect(opened.findings).toEqual([]);
    expect(opened.figures.openings).toBe(390);
    const closed = await verify(directory, { keys: [ledger.key] });
    expect(closed.findings).toEqual([]);
    expect(closed.notChecked.join()).toMatch(/encrypted/);
    expect(codes(await verify(directory, { decrypt: decryptWith(stranger.identity) }))).toContain('opening');
    expect(() => decryptWith('rubbish')).toThrow(BundleError);
    expect(() => encryptTo(['age1rubbish'])).toThrow(BundleError);
  });

  it('says from which leaf on no checkpoint that was given speaks', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    const at = (which: number) => ({ name: `night ${which}`, text: ledger.checkpoints[which]! });
    const size = Number(ledger.checkpoints[1]!.split('\n')[1]);
    const some = await verify(directory, { keys: [ledger.key], checkpoints: [at(0), at(1)] });
    expect(some.notChecked).toEqual([]);
    expect(some.attested.join('\n')).toContain(`leaves ${size} to ${ledger.leaves.length - 1} are younger`);
    const all = await verify(directory, { keys: [ledger.key], checkpoints: [at(3)] });
    expect(all.attested.join('\n')).not.toContain('are younger');
    // A checkpoint of no leaves is kept by every rewritten log.
    const empty = signCheckpoint(
      { origin: ledger.key.name, treeSize: 0, rootHash: rootOf([]) },
      [ledger.key],
      1,
    );
    const none = await verify(directory, {
      keys: [ledger.key],
      checkpoints: [{ name: 'empty', text: empty }],
    });
    expect(none.notChecked.join()).toMatch(/^completeness: no checkpoint that holds any of these leaves/);
  });

  it('finds tags that occur twice in several passes as in one', async () => {
    const ledger = sampleLedger();
    const [first, second] = [responsesIn(ledger)[3]!, responsesIn(ledger)[200]!];
    const { tag } = ledger.leaves[first]!.response!;
    const { entry, json, salt } = ledger.leaves[second]!.response!;
    ledger.leaves[second] = sealed(entry, json, salt, tag);
    ledger.checkpoints = [];
    ledger.sign();
    const directory = await bundleOf(ledger);
    for (const tagsPerPassMax of [1_000_000, 50]) {
      const { findings } = await verify(directory, { tagsPerPassMax });
      const found = findings.filter(({ code }) => code === 'duplicate-tag');
      expect(found).toHaveLength(1);
      expect(found[0]!.leafIndex).toBe(second);
    }
  });
});

describe('a checkpoint that states more leaves than there are', () => {
  it.each([1000, 2 ** 33, Number.MAX_SAFE_INTEGER])(
    '%i: the first that is not there is named',
    async (treeSize) => {
      const ledger = sampleLedger();
      const directory = await bundleOf(ledger);
      const rootHash = rootOf(ledger.leaves.map(({ hash }) => hash));
      const text = signCheckpoint({ origin: ledger.key.name, treeSize, rootHash }, [ledger.key], 1);
      await writeFile(join(directory, 'checkpoint'), text);
      const report = await verify(directory, { keys: [ledger.key] });
      // The unfinished last tile of the smaller tree is none of the larger one.
      expect(named(report, 'leaf')).toContain(Math.floor(ledger.leaves.length / 256) * 256);
    },
  );
});

describe('any changed byte', () => {
  it('of any file is seen, even without a key', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    const draw = random(seed);
    for await (const path of bundleDirectory(directory).list()) {
      const file = join(directory, path);
      const before = await readFile(file);
      const changed = Buffer.from(before);
      const at = Math.floor(draw() * changed.length);
      changed[at]! ^= 1 << Math.floor(draw() * 8);
      await writeFile(file, changed);
      const keys = path === 'manifest' ? [ledger.key] : [];
      const report = await verify(directory, { keys });
      expect(report.findingCount, `${path} byte ${at}`).toBeGreaterThan(0);
      await writeFile(file, before);
    }
    expect((await verify(directory)).findingCount).toBe(0);
  });

  it('and any other edit of a file is a finding, or leaves no bundle; it never breaks the verification off', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    const draw = random(seed);
    const paths: string[] = [];
    for await (const path of bundleDirectory(directory).list()) paths.push(path);
    const numbers = ['0', '-1', '1e999', '99999999999999999999', 'null'];
    for (let round = 0; round < 40; round++) {
      const file = join(directory, paths[Math.floor(draw() * paths.length)]!);
      const before = await readFile(file);
      const at = Math.floor(draw() * before.length);
      const text = before.toString('latin1');
      const edits = [
        () => text.slice(0, at),
        () => text.slice(0, at) + text.slice(at + 1 + Math.floor(draw() * 40)),
        () => text + text,
        () => text.slice(0, at) + text.slice(at).replace(/\d+/, () => numbers[Math.floor(draw() * 5)]!),
        () => text.slice(0, at) + text.slice(at).replace(/"[a-zA-Z]+":/, '"__proto__":null,$&'),
      ];
      const changed = Buffer.from(edits[round % edits.length]!(), 'latin1');
      await writeFile(file, changed);
      const found = await verify(directory, { keys: [ledger.key] }).then(
        ({ findingCount }) => findingCount > 0,
        (error: unknown) => error instanceof BundleError || error,
      );
      expect(found, `${file} round ${round}`).toBe(!changed.equals(before));
      await writeFile(file, before);
    }
  });

  it('as a file removed or added is seen', async () => {
    const directory = await bundleOf(sampleLedger());
    await writeFile(join(directory, 'note.txt'), 'hello');
    expect((await verify(directory)).findings[0]).toMatchObject({
      code: 'file',
      message: expect.stringMatching(/note.txt/),
    });
    await rm(join(directory, 'note.txt'));
    await rm(join(directory, 'entries.jsonl'));
    expect((await verify(directory)).findings[0]).toMatchObject({
      code: 'file',
      message: expect.stringMatching(/missing/),
    });
  });
});

describe('the command', () => {
  it('ends with 2 when it breaks off: nothing has been found wrong', async () => {
    const directory = await bundleOf(sampleLedger());
    await mkdir(join(base, 'server'));
    await writeFile(join(base, 'server', 'verify-worker.js'), "throw new Error('no memory left');");
    const broken = await run(directory, '--threads', '1');
    expect(broken).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/broke off: no memory left\n$/),
    });
    await rm(join(base, 'server'), { recursive: true });
  });

  async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    let [out, err] = ['', ''];
    const [writeOut, writeErr] = [process.stdout.write, process.stderr.write];
    process.stdout.write = ((text: string) => {
      out += text;
      return true;
    }) as typeof process.stdout.write;
    process.stderr.write = ((text: string) => {
      err += text;
      return true;
    }) as typeof process.stderr.write;
    try {
      return { code: await main(['verify', ...args], { distDir: base }), out, err };
    } finally {
      process.stdout.write = writeOut;
      process.stderr.write = writeErr;
    }
  }

  it('answers 0, 1 and 2', async () => {
    const ledger = sampleLedger();
    const directory = await bundleOf(ledger);
    const kept = join(base, 'kept-checkpoint');
    await writeFile(kept, ledger.checkpoints[0]!);
    const good = await run(directory, '--key', formatVerifierKey(ledger.key), '--checkpoint', kept);
    expect(good).toMatchObject({ code: 0, out: expect.stringMatching(/result {7}holds\n$/) });
    expect(good.out).not.toMatch(/NOT CHECKED/);
    const unsure = await run(directory);
    expect(unsure).toMatchObject({ code: 0, out: expect.stringMatching(/NOT CHECKED {2}authenticity/) });
    // The last line alone must not read as if all had been checked.
    expect(unsure.out).toMatch(
      /result {7}what was checked holds; NOT CHECKED: authenticity, completeness\n$/,
    );
    await edit(directory, 'entries.jsonl', (text) => text.replace('CB-001', 'CB-009'));
    const bad = await run(directory, '--json');
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out).findingCount).toBeGreaterThan(0);
    for (const args of [
      [join(base, 'nowhere')],
      [directory, '--key', 'rubbish'],
      [directory, '--checkpoint', directory],
      [directory, '--checkpoint', join(directory, 'manifest')],
    ]) {
      expect(await run(...args), args.join(' ')).toMatchObject({ code: 2, out: '' });
    }
  });
});
