// The real ratings of the test fixtures, as counts per officer, procedure, mode and level.
import { readFileSync } from 'node:fs';

export interface LevelCount {
  officer: string;
  procedure: string;
  mode: string;
  level: number;
  count: number;
}

export function readGroupsFromFixture(): LevelCount[] {
  const path = new URL('../../test/fixtures/statistics/insteval-dev-groups.csv', import.meta.url);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [officer, procedure, mode, ...counts] = line.split(',');
      return counts
        .map((count, k) => ({
          officer: officer!,
          procedure: procedure!,
          mode: mode!,
          level: k + 1,
          count: Number(count),
        }))
        .filter(({ count }) => count > 0);
    });
}
