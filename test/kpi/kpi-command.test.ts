// The command `kpi` as a person runs it, through the program's own entry point, on files written to disk.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { presetText } from '../../server/kpi/policy-file.ts';
import { main } from '../../server/main.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpi-command-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

async function run(...args: string[]) {
  let [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
  const code = await main(['kpi', ...args], { distDir: 'dist' });
  vi.restoreAllMocks();
  return { code, out, err };
}

async function kpi(csv: string, policy: string, ...args: string[]) {
  const path = join(folder, 'figures.csv');
  await writeFile(path, csv);
  return run(path, '--policy', policy, ...args);
}

async function officersOf(csv: string, policy: string) {
  const { code, out, err } = await kpi(csv, policy, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  const { officers } = JSON.parse(out) as {
    officers: { officer: string; total: string; level: string; lines: unknown[] }[];
  };
  return officers.map(({ officer, total, level }) => [officer, total, level]);
}

const header = 'officer,general,quantity,quality,progress';

describe('kpi --json', () => {
  it('rates at every boundary of the decree', async () => {
    const rows = [
      'a,0,71.4,71.4,71.4',
      'b,15,50,50,50',
      'c,14.99,50,50,50',
      'd,19.99,100,100,100',
      'e,20,100,100,100',
      'f,20.01,100,100,100',
      'g,0,100,100,100',
      'h,20.99,70,70,70',
      'i,21,70,70,70',
    ];
    expect(await officersOf([header, ...rows].join('\n'), 'decree-335-2025')).toEqual([
      ['a', '49.98', 'not-completed'],
      ['b', '50', 'completed'],
      ['c', '49.99', 'not-completed'],
      ['d', '89.99', 'good'],
      ['e', '90', 'excellent'],
      ['f', '90.01', 'excellent'],
      ['g', '70', 'good'],
      ['h', '69.99', 'completed'],
      ['i', '70', 'good'],
    ]);
    expect((await officersOf([header, ...rows].join('\n'), 'draft-2025')).slice(3, 6)).toEqual([
      ['d', '89.99', 'good'],
      ['e', '90', 'good'],
      ['f', '90.01', 'excellent'],
    ]);
  });

  it('rates nine indices', async () => {
    const csv = `officer,i1,i2,i3,i4,i5,i6,i7,i8,i9\na,2,2,2,2,2,2,2,1,0\nb,2,2,2,2,2,2,2,2,0\nc,0,1,0,1,0,1,0,1,1\n`;
    expect(await officersOf(csv, 'circular-01-2018')).toEqual([
      ['a', '15', 'good'],
      ['b', '16', 'excellent'],
      ['c', '5', 'not-completed'],
    ]);
  });

  it('takes any order and case of columns, any of three separators, CRLF and a BOM', async () => {
    const rows = [
      ['progress', 'Quality', 'quantity', 'n', 'satisfaction', 'GENERAL', 'Officer'],
      ['88', '90', '95', '', '', '27', 'Cán bộ 01'],
    ];
    for (const mark of [',', ';', '\t']) {
      const csv = `\uFEFF${rows.map((row) => row.join(mark)).join('\r\n')}\r\n`;
      expect(await officersOf(csv, 'decree-335-2025')).toEqual([['Cán bộ 01', '90.7', 'excellent']]);
    }
  });

  it('takes satisfaction where it is given and enough, of 30 or of 27.5 general points', async () => {
    const csv = `${header},satisfaction,n,general_of\na,24,90,90,90,100,30,\nb,24,90,90,90,100,29,\nc,24,90,90,90,,,\nd,24,90,90,90,85,40,27.5\ne,24,90,90,90,85,,27.5\n`;
    expect((await officersOf(csv, 'decree-335-2025')).map(([, total]) => total)).toEqual([
      '87.5',
      '87',
      '87',
      '89',
      '89',
    ]);
  });

  it('warns of the cap apart, moves nobody, and names unused columns', async () => {
    const csv = `${header},unit,note\na,30,100,100,100,A,x\nb,21,70,70,70,B,y\n`;
    const { code, out, err } = await kpi(csv, 'decree-335-2025', '--json');
    const answer = JSON.parse(out);
    expect(code).toBe(0);
    expect(answer.officers[0]).toMatchObject({ level: 'excellent', total: '100' });
    expect(answer.warnings).toMatchObject([
      { code: 'cap-exceeded', unit: 'A', count: 1, base: 0, allowed: 0 },
    ]);
    expect(answer.ignoredColumns).toEqual(['note']);
    expect(err).toBe('figures.csv: not used under decree-335-2025 v1: column note\n');
  });

  it('explains every line', async () => {
    const { out } = await kpi(`${header}\na,27,95,90,88\n`, 'decree-335-2025', '--json');
    const [officer] = JSON.parse(out).officers;
    expect(officer.lines.map((line: { id: string }) => line.id)).toEqual([
      'general',
      'general.satisfaction',
      'quantity.quantity',
      'quality.quality',
      'progress.progress',
    ]);
    expect(officer.lines[2]).toMatchObject({
      formula: { vi: '95 % × 1 × 1/3 × 70 điểm ≈ 22,1667', en: '95 % × 1 × 1/3 × 70 points ≈ 22.1667' },
      points: '22.166666666667',
      pointsExact: '133/6',
      policy: 'decree-335-2025 v1',
      certainty: 'repository',
    });
  });

  it('reads an XLSX and a policy file as well', async () => {
    const path = join(folder, 'figures.xlsx');
    await writeExcelFile([header.split(','), ['Cán bộ 01', 27, 95, 90, 88]]).toFile(path);
    const policy = join(folder, 'place.yaml');
    await writeFile(
      policy,
      (presetText('decree-335-2025') as string).replace('id: decree-335-2025', 'id: place'),
    );
    const { code, out } = await run(path, '--policy', policy, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      policy: { id: 'place', version: 1 },
      officers: [{ total: '90.7' }],
    });
  });

  it('prints a table for people', async () => {
    const { code, out } = await kpi(`${header}\nCán bộ 01,27,95,90,88\n`, 'decree-335-2025');
    expect(code).toBe(0);
    expect(out).toContain('Cán bộ 01  90.70  excellent  Hoàn thành xuất sắc nhiệm vụ');
    expect(out).toContain('warning: Excellent at most 20%');
  });
});

describe('bad input', () => {
  it.each([
    ['30.01 general points', 'a,30.01,90,90,90', 'row 2, column general: 30.01 is above 30'],
    ['a percentage above 100', 'a,27,100.5,90,90', 'row 2, column quantity: 100.5 is above 100'],
    ['a negative percentage', 'a,27,90,-1,90', 'row 2, column quality: -1 is below 0'],
    [
      'a decimal comma',
      'a,"27,5",90,90,90',
      'row 2, column general: "27,5" has a decimal comma; write a point: 27.5',
    ],
    ['words', 'a,27,90,90,good', 'row 2, column progress: "good" is not a plain decimal number'],
    ['an exponent', 'a,27,90,90,9e1', 'row 2, column progress: "9e1" is not a plain decimal number'],
    ['NaN', 'a,NaN,90,90,90', 'row 2, column general: "NaN" is not a plain decimal number'],
    ['a percent sign', 'a,27,90%,90,90', 'row 2, column quantity: "90%" has a percent sign'],
    ['an empty figure', 'a,27,90,,90', 'row 2, column quality: is empty'],
    [
      'more decimals than a figure has',
      'a,27,33.3333333333333,90,90',
      'row 2, column quantity: 33.3333333333333 has more than 12 decimals; round it',
    ],
    ['an officer over two lines', '"a\nb",27,90,90,90', 'row 3, column officer: holds a line break'],
    [
      'an officer that steers a terminal',
      'a\u001b[31m,27,90,90,90',
      'row 2, column officer: holds a line break or another control character',
    ],
    ['no officer', ',27,90,90,90', 'row 2, column officer: is empty'],
    ['an officer twice', 'a,27,90,90,90\na,27,90,90,90', 'row 3, column officer: "a" is in row 2 already'],
    [
      'the fault in a later row',
      'a,27,90,90,90\nb,27,90,90,90\nc,31,90,90,90',
      'row 4, column general: 31 is above 30',
    ],
    [
      'several faults',
      'a,31,101,90,90',
      'row 2, column general: 31 is above 30; it must be between 0 and 30 (and 1 more faults)',
    ],
  ])('with %s: one line, exit 2, no answer', async (_, rows, reason) => {
    for (const args of [['--json'], []]) {
      const { code, out, err } = await kpi(`${header}\n${rows}\n`, 'decree-335-2025', ...args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(`figures.csv, ${reason}`);
      expect(err.trimEnd()).not.toContain('\n');
    }
  });

  it.each([
    [`${header},satisfaction,n\na,27,90,90,90,101,50`, 'row 2, column satisfaction: 101 is above 100'],
    [`${header},satisfaction,n\na,27,90,90,90,80,-5`, 'row 2, column n: "-5" is not a whole number'],
    [`${header},satisfaction,n\na,27,90,90,90,80,5.5`, 'row 2, column n: "5.5" is not a whole number'],
    ['officer,general,quantity,quality\na,27,90,90', 'row 1, column progress: this column is missing'],
    [
      `${header},position\na,27,90,90,90,boss`,
      'row 2, column position: policy decree-335-2025 has no position "boss"; it has officer, leader',
    ],
    [`${header},position\na,27,90,90,90,leader`, 'row 2, column d: is empty'],
    [`${header},Quality\na,27,90,90,90,1`, 'row 1'],
    [header, 'row 1, column officer: no row follows the header'],
  ])('%j under the decree', async (csv, reason) => {
    const { code, out, err } = await kpi(`${csv}\n`, 'decree-335-2025', '--json');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`figures.csv, ${reason}`);
  });

  it.each([
    ['3', '"3" is not one of 0, 1, 2'],
    ['-1', '"-1" is not one of 0, 1, 2'],
    ['1.5', '"1.5" is not one of 0, 1, 2'],
    ['', 'is empty'],
  ])('an index of %j', async (value, reason) => {
    const csv = `officer,i1,i2,i3,i4,i5,i6,i7,i8,i9\na,2,2,${value},2,2,2,2,1,0\n`;
    const { code, err } = await kpi(csv, 'circular-01-2018', '--json');
    expect(code).toBe(2);
    expect(err).toBe(`figures.csv, row 2, column i3: ${reason}\n`);
  });

  it('of files and policies', async () => {
    const good = join(folder, 'good.csv');
    await writeFile(good, `${header}\na,27,90,90,90\n`);
    const bad = join(folder, 'bad.yaml');
    await writeFile(bad, (presetText('decree-335-2025') as string).replace('step: 0.5', 'step: 0.6'));
    const latin = join(folder, 'latin.csv');
    await writeFile(
      latin,
      Buffer.concat([Buffer.from(`${header}\n`), Buffer.from([0xc1, 0x2c]), Buffer.from('1,1,1,1\n')]),
    );
    for (const [args, reason] of [
      [[join(folder, 'none.csv'), '--policy', 'decree-335-2025'], 'none.csv: no such file'],
      [[folder, '--policy', 'decree-335-2025'], ': is a folder, not a file'],
      [
        [good, '--policy', 'decree-336'],
        'decree-336: no such policy file, and no preset of that name (presets: draft-2025,',
      ],
      [[good, '--policy', 'toString'], 'toString: no such policy file'],
      [
        [good, '--policy', bad],
        'bad.yaml: not a valid policy: satisfaction.mapping.step: steps of 0.6 do not reach the maximum 2.5',
      ],
      [[good, '--policy', good], 'good.csv: not'],
      [[latin, '--policy', 'decree-335-2025'], 'latin.csv: is not UTF-8 text'],
      [[good], "required option '--policy <policy>'"],
    ] as const) {
      const { code, out, err } = await run(...args);
      expect({ code, out }, reason).toEqual({ code: 2, out: '' });
      expect(err).toContain(reason);
      expect(err.trimEnd()).not.toContain('\n');
    }
  });
});

describe('the worked rows in docs/policy', () => {
  it.each(['draft-2025', 'decree-335-2025', 'circular-01-2018'])(
    '%s gives what its page says',
    async (preset) => {
      const page = await readFile(new URL(`../../docs/policy/${preset}.md`, import.meta.url), 'utf8');
      const csv = /```csv\n([\s\S]*?)```/.exec(page)?.[1];
      const said = /Total: \*\*(.+?)\*\*, level: \*\*(.+?)\*\*/.exec(page);
      if (csv === undefined || said === null) throw new Error(`${preset}.md has no worked row`);
      expect(await officersOf(csv, preset)).toEqual([['Cán bộ 01', said[1], said[2]]]);
    },
  );
});
