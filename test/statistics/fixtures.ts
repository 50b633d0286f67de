// Reads the statistics fixtures: groups of ratings and what lme4 made of them.
import { readFileSync } from 'node:fs';
import type { ResponseGroup } from '../../shared/statistics/design.ts';
import { addTo } from '../../shared/statistics/grouping.ts';

const folder = new URL('../fixtures/statistics/', import.meta.url);

export function readText(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

export function readRecords(name: string): Record<string, string>[] {
  const [header, ...lines] = readText(name)
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((values) => Object.fromEntries(header!.map((column, k) => [column, values[k]!])));
}

/** Groups by officer, procedure and mode of one of the three data sets. */
export function readGroups(name: string): ResponseGroup[] {
  const groups = new Map<string, ResponseGroup>();
  if (name === 'insteval-dev') {
    for (const record of readRecords('insteval-dev-groups.csv')) {
      for (let level = 1; level <= 5; level++) {
        const count = Number(record[`n${level}`]);
        if (count > 0) addTo(groups, record.officer!, record.procedure!, [record.mode!], count, level);
      }
    }
  } else {
    for (const { officer, procedure, mode, rating } of readRecords(`${name}.csv`)) {
      addTo(groups, officer!, procedure!, [mode!], 1, Number(rating));
    }
  }
  return [...groups.values()];
}

export interface Lme4Fit {
  fixed: Record<string, number>;
  varianceComponents: { officer: number; procedure: number; Residual: number };
  remlCriterion: number;
}

export function readLme4(name: string): {
  fit: Lme4Fit;
  officers: Record<string, string>[];
  procedures: Record<string, string>[];
} {
  return {
    fit: JSON.parse(readText(`lme4-${name}.json`)) as Lme4Fit,
    officers: readRecords(`lme4-${name}-officers.csv`),
    procedures: readRecords(`lme4-${name}-procedures.csv`),
  };
}
