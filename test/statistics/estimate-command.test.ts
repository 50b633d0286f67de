// The command `estimate` as a person runs it: answers on standard output, complaints in one line, exit codes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { main } from '../../server/main.ts';
import type { Estimates } from '../../shared/statistics/estimates.ts';
import { readLme4 } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'estimate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const typical = fileURLToPath(new URL('../fixtures/statistics/sim-typical.csv', import.meta.url));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  try {
    return { code: await main(['estimate', ...args], { distDir: '' }), out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('--model lmm --strata mode prints what lme4 prints', async () => {
  const { code, out, err } = await run(typical, '--strata', 'mode', '--model', 'lmm', '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { model, officers } = JSON.parse(out) as Estimates;
  const lme4 = readLme4('sim-typical');
  expect(Object.keys(model.fixed)).toEqual(['(Intercept)', 'modeqr']);
  expect(Object.keys(model.varianceComponents)).toEqual(['officer', 'procedure', 'Residual']);
  for (const [name, value] of Object.entries(lme4.fit.varianceComponents)) {
    expect(Math.abs(model.varianceComponents[name]! / value - 1)).toBeLessThan(1e-4);
  }
  const byName = new Map(officers.map((officer) => [officer.officer, officer]));
  for (const { officer, effect, condSd } of lme4.officers) {
    const own = byName.get(officer!)!;
    expect(Math.abs(own.estimate - model.fixed['(Intercept)']! - Number(effect))).toBeLessThan(1e-4);
    expect(Math.abs(own.standardError / Number(condSd) - 1)).toBeLessThan(1e-3);
    expect(own.interval[1] - own.interval[0]).toBeGreaterThan(2 * 1.959 * own.standardError * 0.95);
  }
  expect(Object.keys(officers[0]!)).toEqual([
    'officer',
    'n',
    'mean',
    'shareSatisfied',
    'adjusted',
    'estimate',
    'standardError',
    'interval',
    'reliability',
    'state',
  ]);
});

test('without --json a table, one line an officer', async () => {
  const { code, out } = await run(typical);
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => /^o\d\d /.test(line))).toHaveLength(60);
});

test('a frozen reference: a small later file is compared with it, and no other row moves an officer', async () => {
  const frozen = join(folder, 'reference.json');
  expect((await run(typical, '--strata', 'mode', '--freeze', frozen, '--json')).code).toBe(0);
  const lines = readFileSync(typical, 'utf8').trim().split('\n');
  const later = write('later.csv', [lines[0], ...lines.slice(1, 120)].join('\n'));
  const fewer = write('fewer.csv', [lines[0], ...lines.slice(1, 119)].join('\n'));
  const read = async (path: string) =>
    JSON.parse((await run(path, '--strata', 'mode', '--reference', frozen, '--json')).out) as Estimates;
  const [all, without] = [await read(later), await read(fewer)];
  expect(all.model.reference).toBe('sim-typical.csv');
  expect(without.officers[0]).toEqual(all.officers[0]);
  expect(without.officers.at(-1)).not.toEqual(all.officers.at(-1));
});

test('with fewer than 30 officers of 10 responses lmm takes the variances of the reference', async () => {
  const frozen = join(folder, 'variances.json');
  await run(typical, '--strata', 'mode', '--freeze', frozen);
  const lines = readFileSync(typical, 'utf8').trim().split('\n');
  const few = write('few.csv', [lines[0], ...lines.slice(1).filter((line) => line < 'o05')].join('\n'));
  const { out } = await run(few, '--strata', 'mode', '--model', 'lmm', '--reference', frozen, '--json');
  const { model } = JSON.parse(out) as Estimates;
  const { varianceComponents } = JSON.parse(readFileSync(frozen, 'utf8')) as {
    varianceComponents: { officer: string; residual: string };
  };
  expect(model.varianceComponents.officer! / model.varianceComponents.Residual!).toBeCloseTo(
    Number(varianceComponents.officer) / Number(varianceComponents.residual),
    9,
  );
});

test('officers who do not differ: reliability is absent, not 0', async () => {
  const rows = ['a', 'b', 'c'].flatMap((officer) => [3, 4, 5].map((rating) => `${officer},${rating}`));
  const path = write('same.csv', `officer,rating\n${rows.join('\n')}\n`);
  const { out } = await run(path, '--model', 'lmm', '--json');
  const { model, officers } = JSON.parse(out) as Estimates;
  expect(model.varianceComponents).toMatchObject({ officer: 0 });
  expect(officers[0]).toMatchObject({
    reliability: null,
    standardError: 0,
    estimate: expect.closeTo(4, 9) as number,
  });
  expect(officers[0]!.interval[0]).toBeLessThan(4);
});

describe('bad input: one line naming file, row and column; exit 2; nothing on standard output', () => {
  const cases: [name: string, text: string, args: string[], complaint: RegExp][] = [
    ['empty.csv', '', [], /^empty\.csv: is empty\n$/],
    ['head.csv', 'officer,rating\n', [], /^head\.csv: has no rows/],
    ['missing.csv', 'officer,score\na,5\n', [], /^missing\.csv, row 1, column rating: is missing\n$/],
    [
      'six.csv',
      'officer,rating\na,5\na,6\n',
      [],
      /^six\.csv, row 3, column rating: "6" is not a whole number/,
    ],
    ['half.csv', 'officer,rating\na,4.5\n', [], /row 2, column rating/],
    ['blank.csv', 'officer,rating\n,5\n', [], /row 2, column officer: is empty/],
    ['strata.csv', 'officer,rating\na,5\n', ['--strata', 'mode'], /column mode: is missing/],
    ['model.csv', 'officer,rating\na,5\n', ['--model', 'ols'], /averaged, lmm/],
    ['level.csv', 'officer,rating\na,5\n', ['--level', '95'], /between 0 and 1/],
  ];
  test.each(cases)('%s', async (name, text, args, complaint) => {
    const { code, out, err } = await run(write(name, text), ...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(complaint);
  });

  test('a reference that is none, or of another figure', async () => {
    const data = write('data.csv', 'officer,rating\na,5\nb,4\n');
    const none = write('none.json', '{"method":"x"}');
    expect(await run(data, '--reference', none)).toMatchObject({ code: 2, out: '' });
    const broken = write('broken.json', '{');
    expect((await run(data, '--reference', broken)).err).toMatch(/^broken\.json: is not JSON/);
    expect((await run(data, '--reference', join(folder, 'absent.json'))).err).toMatch(/no such file/);
  });
});

describe('--invited and --boundaries', () => {
  const ratings = write(
    'silent.csv',
    `officer,rating\n${['a,5', 'a,4', 'a,5', 'a,2', 'b,5', 'b,5', 'c,1', 'c,2', 'd,4', 'd,4'].join('\n')}\n`,
  );
  const asked = write('invited.csv', 'officer,invited\na,10\nb,2\nc,9\nd,3\n');

  test('how low the silent would have to be for the next boundary, or why there is no such point', async () => {
    const { code, out } = await run(ratings, '--invited', asked, '--boundaries', '0.3,0.6', '--json');
    expect(code).toBe(0);
    const { officers } = JSON.parse(out) as { officers: { officer: string; response: unknown }[] };
    expect(Object.fromEntries(officers.map(({ officer, response }) => [officer, response]))).toEqual({
      a: {
        invited: 10,
        answered: 4,
        tippingPoint: {
          boundary: 0.6,
          silentFigure: expect.closeTo(0.5, 12),
          difference: expect.closeTo(0.25, 12),
        },
        tippingNone: null,
      },
      b: { invited: 2, answered: 2, tippingPoint: null, tippingNone: 'nobody-silent' },
      c: { invited: 9, answered: 2, tippingPoint: null, tippingNone: 'none-below' },
      d: { invited: 3, answered: 2, tippingPoint: null, tippingNone: 'out-of-reach' },
    });
    const table = await run(ratings, '--invited', asked, '--boundaries', '0.3,0.6');
    expect(table.out).toContain('50.0% to 60.0%');
    expect(table.out).toContain('no boundary below');
  });

  test('bad input is refused with its place', async () => {
    const refusals = [
      [[asked], '--invited and --boundaries need each other'],
      [[write('none.csv', 'officer,invited\na,10\n'), '0.5'], 'none.csv: has no row of officer b'],
      [[write('less.csv', 'officer,invited\na,3\nb,2\nc,9\nd,3\n'), '0.5'], 'a has 4 ratings of 3 invited'],
      [[write('word.csv', 'officer,invited\na,x\n'), '0.5'], 'word.csv, row 2, column invited'],
      [[write('twice.csv', 'officer,invited\na,9\na,9\n'), '0.5'], 'twice.csv, row 3, column officer'],
      [[asked, '1.5'], 'must be numbers from 0 to 1'],
    ] as const;
    for (const [[file, boundaries], reason] of refusals) {
      const { code, out, err } = await run(
        ratings,
        '--invited',
        file,
        ...(boundaries === undefined ? [] : ['--boundaries', boundaries]),
      );
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(reason);
    }
  });
});
