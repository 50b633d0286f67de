import { describe, expect, test } from 'vitest';
import { deviceCounts, levelRows, pageOf } from '../../admin/board/board-figures.ts';
import { mayOpen, pageAt, pageNames, pages, pagesOf } from '../../admin/navigation/pages.ts';
import { pageVersion } from '../../admin/navigation/shell-version.ts';
import { roles } from '../../shared/contract/access.ts';

describe('pages by role', () => {
  test('every role has a first page it may open', () => {
    for (const role of roles) {
      const [first] = pagesOf(role);
      expect(first).toBeDefined();
      expect(mayOpen(first!, role)).toBe(true);
    }
  });

  test('an officer has the counter, the own result and sheet, nobody else has them', () => {
    expect(pagesOf('officer')).toEqual(['counter', 'result', 'sheet', 'petitions', 'account']);
    expect(roles.filter((role) => mayOpen('counter', role))).toEqual(['officer']);
    expect(roles.filter((role) => mayOpen('result', role))).toEqual(['officer']);
    expect(roles.filter((role) => !mayOpen('officers', role))).toEqual(['officer']);
  });

  test('addresses lead to their pages', () => {
    for (const page of pageNames) {
      expect(pageAt(pages[page].path)).toBe(page);
      expect(pageAt(`${pages[page].path}/`)).toBe(page);
    }
    expect(pageAt('/admin')).toBe('home');
    expect(pageAt('/admin/')).toBe('home');
    expect(pageAt('/admin/else')).toBeNull();
  });
});

describe('figures of the board', () => {
  test('levels are shown best first with their shares, and not at all without a group', () => {
    const rows = levelRows({ state: 'ok', n: 10, counts: [1, 0, 2, 3, 4], shareSatisfied: 0.7 });
    expect(rows?.map((row) => [row.level, row.count, row.share])).toEqual([
      [5, 4, 0.4],
      [4, 3, 0.3],
      [3, 2, 0.2],
      [2, 0, 0],
      [1, 1, 0.1],
    ]);
    expect(levelRows({ state: 'insufficient-data', minimum: 5 })).toBeNull();
  });

  test('devices are counted by state', () => {
    const device = { id: '', label: '', counter: null, outboxSize: 0 };
    expect(
      deviceCounts([
        { ...device, state: 'online' },
        { ...device, state: 'dark' },
        { ...device, state: 'dark' },
      ]),
    ).toEqual({ all: 3, online: 1, dark: 2 });
  });

  test('pages turn around and hold every item once', () => {
    const items = [1, 2, 3, 4, 5];
    expect(pageOf(items, 0, 2)).toEqual({ from: 0, items: [1, 2] });
    expect(pageOf(items, 2, 2)).toEqual({ from: 4, items: [5] });
    expect(pageOf(items, 3, 2)).toEqual({ from: 0, items: [1, 2] });
    expect(pageOf(items, -1, 2)).toEqual({ from: 4, items: [5] });
    expect(pageOf([], 7, 2)).toEqual({ from: 0, items: [] });
  });
});

test('the version of a page stands on its start script', () => {
  expect(pageVersion('<style>a</style><script data-version="0f3a">run()</script>')).toBe('0f3a');
  expect(pageVersion('<script src="/x.js"></script>')).toBeNull();
});
