// The worked example of docs/feed.md: its signature holds for its body, and its data fit the contract.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { periodClosedData } from '../../shared/contract/kpi-feed.ts';
import { verified } from './receiver.ts';

const page = readFileSync(new URL('../../docs/feed.md', import.meta.url), 'utf8');
const one = (pattern: RegExp): string => pattern.exec(page)![1]!;

it('verifies', () => {
  const body = one(/```json\n(.*)\n```/);
  const headers = Object.fromEntries(
    [...page.matchAll(/^(webhook-[a-z]+): (.*)$/gm)].map(([, name, value]) => [name, value]),
  );
  const secret = one(/`(whsec_[A-Za-z0-9+/]{43}=)`/);
  const at = Number(headers['webhook-timestamp']) * 1000;
  const message = verified(secret, { headers, body }, at);
  expect(message.type).toBe('kpi.period.closed');
  expect(periodClosedData.parse(message.data).period).toBe('2026-10');
  expect(() =>
    verified(secret, { headers, body: body.replace('"officers":3', '"officers":4') }, at),
  ).toThrow();
});
