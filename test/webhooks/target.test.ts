// Addresses a webhook may go to, and those it may not, named literally or by a name that resolves to them.
import type { lookup } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { checkAddress, checkedLookup, checkTarget, TargetError } from '../../server/webhooks/target.ts';

describe('addresses as written', () => {
  it.each([
    'https://kpi.example.gov.vn/hook?a=1',
    'https://10.1.2.3/hook',
    'https://192.168.1.10:8443/',
    'https://[fd12:3456::1]/',
    'https://127.0.0.1/',
    'http://127.0.0.1:9000/',
    'http://localhost:9000/',
    'http://[::1]:9000/',
  ])('%s may be a receiver', (url) => {
    expect(checkTarget(url).href).toBe(new URL(url).href);
  });

  it.each([
    ['http://kpi.example.gov.vn/', 'https'],
    ['http://10.1.2.3/', 'https'],
    ['ftp://127.0.0.1/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['kpi.example.gov.vn', 'not an address'],
    ['https://name:word@kpi.example.gov.vn/', 'name or password'],
    ['https://kpi.example.gov.vn/#part', '#'],
    ['https://169.254.169.254/latest', 'never'],
    // The same address in the other forms that URLs allow.
    ['https://2852039166/', 'never'],
    ['https://0xa9fea9fe/', 'never'],
    ['https://[::ffff:169.254.169.254]/', 'never'],
    ['https://[64:ff9b::a9fe:a9fe]/', 'never'],
    ['https://[2002:a9fe:a9fe::]/', 'never'],
    ['https://100.100.100.200/', 'never'],
    ['https://[fd00:ec2::254]/', 'never'],
    ['https://[fe80::1]/', 'never'],
    ['https://0.0.0.0/', 'never'],
    ['https://[::]/', 'never'],
    ['https://224.0.0.1/', 'never'],
    ['https://255.255.255.255/', 'never'],
  ])('%s is refused', (url, reason) => {
    expect(() => checkTarget(url)).toThrow(TargetError);
    expect(() => checkTarget(url)).toThrow(reason);
  });
});

describe('addresses a name resolves to', () => {
  const resolve = (url: string, addresses: string[], all: boolean) =>
    new Promise<unknown>((done, fail) => {
      const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      const system = ((_host: string, _options: unknown, callback: (...args: unknown[]) => void) =>
        callback(null, answers)) as unknown as typeof lookup;
      const target = new URL(url);
      checkedLookup(target, system)(target.hostname, { all }, (error, address) =>
        error === null ? done(address) : fail(error),
      );
    });

  it('are passed on when all of them may be reached', async () => {
    const url = 'https://kpi.example.gov.vn/';
    expect(await resolve(url, ['10.0.0.7'], false)).toBe('10.0.0.7');
    expect(await resolve(url, ['10.0.0.7', 'fd12::1'], true)).toHaveLength(2);
  });

  it.each([
    ['https://kpi.example.gov.vn/', ['127.0.0.1']],
    ['https://kpi.example.gov.vn/', ['10.0.0.7', '127.0.0.53']],
    ['https://kpi.example.gov.vn/', ['::1']],
    ['https://kpi.example.gov.vn/', ['::ffff:127.0.0.1']],
    ['https://kpi.example.gov.vn/', ['169.254.169.254']],
    ['http://localhost:1/', ['10.0.0.7']],
  ])('%s at %j is refused', async (url, addresses) => {
    await expect(resolve(url, addresses, true)).rejects.toThrow(TargetError);
  });

  it('tells an address hidden in IPv6', () => {
    expect(() => checkAddress(new URL('https://kpi.example.gov.vn/'), '::ffff:a9fe:a9fe')).toThrow('never');
  });
});
