// Policy documents: the presets load, and every fault a document can have is named with its path.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parsePolicy, presetNames, presetText } from '../../server/kpi/policy-file.ts';
import { loadPolicy, PolicyError, policyName, sourceOf } from '../../shared/kpi/policy.ts';
import { policyHash } from '../../shared/kpi/policy-hash.ts';
import { certaintyNames, policyJsonSchema } from '../../shared/kpi/policy-schema.ts';
import { decree, presets } from './presets.ts';

type Document = Record<string, unknown>;

/** A preset as plain data with one value replaced (or removed, by undefined) at a dotted path. */
function changed(preset: string, path: string, value: unknown): Document {
  const document = parse(presetText(preset) as string) as Document;
  const keys = path.split('.');
  let place: Document = document;
  for (const key of keys.slice(0, -1)) place = place[key] as Document;
  const last = keys.at(-1) as string;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return document;
}

function problemsOf(document: unknown): string {
  try {
    loadPolicy(document);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return '';
}

describe('presets', () => {
  it('are three, load, and are named after their ids', () => {
    expect(presetNames).toEqual(['draft-2025', 'decree-335-2025', 'circular-01-2018']);
    expect(presets.map(({ id }) => id)).toEqual(presetNames);
    expect(policyName(decree)).toBe('decree-335-2025 v1');
  });

  it('label values with their source and certainty, the closest label first', () => {
    expect(sourceOf(decree, 'satisfaction.mapping.step').certainty).toBe('repository');
    expect(sourceOf(decree, 'satisfaction.mapping.rounding').certainty).toBe('chosen');
    expect(sourceOf(decree, 'levels.0.lower.value').certainty).toBe('published');
    for (const { sources } of presets) {
      for (const { certainty } of sources) expect(certaintyNames).toContain(certainty);
    }
  });

  it('survive being stored as JSON', () => {
    for (const policy of presets) expect(loadPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  });

  it('are named by a hash that every value moves and no order of keys', () => {
    const turned = Object.fromEntries(Object.entries(decree).reverse()) as typeof decree;
    expect(policyHash(turned)).toBe(policyHash(decree));
    expect(policyHash({ ...decree, version: 2 })).not.toBe(policyHash(decree));
    expect(policyHash({ ...decree, general: { max: '30.0' } })).not.toBe(policyHash(decree));
  });
});

describe('a bad policy', () => {
  it.each<[string, string, unknown, string]>([
    [
      'general and task that miss 100',
      'general.max',
      25,
      'totalMax: is 100, but general.max 25 and task.max 70',
    ],
    ['shares that miss 1', 'positions.0.parts.0.share', '1/4', 'shares of the parts sum to'],
    ['a negative share', 'positions.0.parts.0.share', '-1/3', 'not all above 0'],
    [
      'criteria weights that miss 1',
      'positions.0.parts.0.criteria.0.weight',
      0.9,
      'weights of the criteria sum to 0.9, not to 1',
    ],
    ['a value in two levels', 'levels.1.upper.operator', '<=', 'covers values at 90'],
    ['overlapping levels', 'levels.1.upper.value', 95, 'covers values at 90'],
    ['a value in no level', 'levels.0.lower.operator', '>', 'leaves values at 90 to no level'],
    ['a gap', 'levels.2.lower.value', 55, 'leaves values at 50 to no level'],
    ['a lowest level above 0', 'levels.3.lower.value', 1, 'does not begin at >= 0'],
    ['a highest level short of 100', 'levels.0.upper.value', 99, 'does not end at <= 100'],
    ['an empty level', 'levels.2.lower.value', 70, 'has no values between 70 and 70'],
    [
      'steps that miss the maximum',
      'satisfaction.mapping.step',
      0.6,
      'steps of 0.6 do not reach the maximum 2.5',
    ],
    ['a step of nothing', 'satisfaction.mapping.step', 0, 'is not above 0'],
    [
      'a mapping to other points than the target',
      'satisfaction.mapping.max',
      3,
      'is 3, but what satisfaction enters is worth 2.5',
    ],
    [
      'a target above the general points',
      'satisfaction.target.weight',
      30,
      'weight is not between 0 and general.max',
    ],
    [
      'a target without a criterion',
      'satisfaction.target',
      { kind: 'position' },
      'no position has a criterion filled by satisfaction',
    ],
    ['a rate above 1', 'satisfaction.responseRateMin', 10, 'is not between 0 and 1'],
    ['an unknown default position', 'defaultPosition', 'nobody', 'there is no position nobody'],
    ['a cap on a level that is not there', 'caps.0.level', 'great', 'caps.0.level'],
    ['a cap above all', 'caps.0.share', 20, 'is not a proportion'],
    ['an end before the start', 'effectiveTo', '2025-01-01', 'is before effectiveFrom'],
    ['a date that is none', 'effectiveFrom', '2026-02-30', 'effectiveFrom'],
    [
      'an unlabelled value',
      'sources.0.paths',
      ['totalMax', 'general.max', 'task.max'],
      'effectiveFrom: has no label',
    ],
    [
      'a label of nothing',
      'sources.0.paths',
      ['effectiveFrom', 'totalMax', 'general.max', 'task.max', 'task.min'],
      'task.min is no value',
    ],
    ['an unknown key', 'satisfactoin', 1, 'satisfactoin'],
    ['a missing part', 'levels', undefined, 'levels'],
    [
      'a finding that leads to no level of its own',
      'levels.3.level',
      'completed',
      'there is no level not-completed',
    ],
    [
      'a better level for fewer points',
      'levels.2.level',
      'excellent',
      'gives more points the lower level good',
    ],
    ['a finding twice', 'overrides.1.mark', 'reprimand-or-heavier', 'reprimand-or-heavier appears twice'],
    ['a number with an exponent', 'totalMax', 1e21, 'totalMax'],
    ['a number as words', 'totalMax', 'a hundred', 'totalMax'],
    ['another schema', 'schema', 'langnghe-kpi-policy/2', 'schema'],
  ])('with %s is refused', (_, path, value, reason) => {
    expect(problemsOf(changed('decree-335-2025', path, value))).toContain(reason);
  });

  it.each<[string, string, unknown, string]>([
    ['indices that miss the maximum', 'indices.0.values', [0, 1], 'is 18, but the indices sum to 17'],
    ['an index twice', 'indices.1.id', 'i1', 'i1 appears twice'],
    ['a table that begins above 0', 'satisfaction.mapping.rows.0.from', 10, 'does not begin at 0'],
    ['a table out of order', 'satisfaction.mapping.rows.2.from', 40, 'begins at 40, not above 50'],
    [
      'a table that takes points for more',
      'satisfaction.mapping.rows.1.points',
      3,
      'gives fewer points for a better figure',
    ],
    [
      'a table short of the maximum',
      'satisfaction.mapping.rows.2.points',
      1,
      'end at 1, not at the maximum 2',
    ],
    ['an unknown index', 'satisfaction.target.index', 'i10', 'there is no index i10'],
    [
      'general criteria it has not',
      'satisfaction.target',
      { kind: 'general', weight: 2 },
      'no general criteria',
    ],
  ])('of indices with %s is refused', (_, path, value, reason) => {
    expect(problemsOf(changed('circular-01-2018', path, value))).toContain(reason);
  });

  it.each([
    ['', 'not a valid policy'],
    ['a: [1', 'not readable as YAML'],
    ['a: 1\na: 2', 'not readable as YAML'],
    ['- 1', 'not a valid policy'],
  ])('text %j gets one line', (text, reason) => {
    expect(() => parsePolicy(text, 'place.yaml')).toThrow(`place.yaml: ${reason}`);
    try {
      parsePolicy(text, 'place.yaml');
    } catch (error) {
      expect((error as Error).message).not.toContain('\n');
    }
  });
});

it('the published JSON Schema is the one of this version', () => {
  const published = readFileSync(new URL('../../docs/policy/policy.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(policyJsonSchema())));
});
