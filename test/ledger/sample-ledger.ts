// The ledger that tests tamper with: three nights, an exclusion in the third, a month closed with two published tables.
import { createHash } from 'node:crypto';
import { entryLeafHash, type OpenEntry } from '../../shared/ledger/entry.ts';
import { night, random, TestLedger } from './test-ledger.ts';

export const samplePolicy: OpenEntry = {
  kind: 'policy',
  v: 1,
  id: 'kpi',
  version: '1',
  effective: '2026-10-01',
  document: { minimum: 5 },
  approvedBy: ['u-01', 'u-02'],
};

export const digestHex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Leaf indices of responses. */
export const responsesIn = (ledger: TestLedger): number[] =>
  ledger.leaves.flatMap(({ response }, leafIndex) => (response === undefined ? [] : [leafIndex]));

export const tagHex = (ledger: TestLedger, which: number): string =>
  Buffer.from(ledger.leaves[responsesIn(ledger)[which]!]!.response!.tag).toString('hex');

export function sampleLedger(seed: number): TestLedger {
  const draw = random(seed);
  const ledger = new TestLedger();
  for (const day of ['2026-10-13', '2026-10-14', '2026-10-15']) {
    const { responses, tallies } = night({ day, responses: 130, officers: 6 }, draw);
    const open: OpenEntry[] = [...tallies];
    if (day === '2026-10-13') open.push(samplePolicy);
    if (day === '2026-10-15') {
      open.push({
        kind: 'exclusion',
        v: 1,
        tag: tagHex(ledger, 7),
        reason: 'staff-test',
        proposedBy: 'u-01',
        approvedBy: 'u-02',
      });
    }
    ledger.seal(responses, open);
  }
  const levels = ledger.publish('levels-2026-10', 'levels/1', '2026-10');
  const cells = ledger.publish('cells-2026-10', 'cells/1', '2026-10');
  ledger.seal(
    [],
    [
      {
        kind: 'period-close',
        v: 1,
        period: '2026-10',
        policy: Buffer.from(entryLeafHash(samplePolicy)).toString('hex'),
        method: 'levels/1',
        treeSize: ledger.leaves.length,
        tables: { 'levels-2026-10.json': digestHex(levels), 'cells-2026-10.json': digestHex(cells) },
        withheld: 0,
      },
    ],
  );
  return ledger;
}
