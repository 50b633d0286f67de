import { describe, expect, test } from 'vitest';
import {
  findProcedures,
  fold,
  knownRecent,
  parseRecent,
  recentMax,
  withRecent,
} from '../../admin/counter/procedures.ts';
import { newRequestId, uuidFrom } from '../../admin/counter/request-id.ts';
import { selfReportRequestSchema } from '../../shared/contract/visits.ts';

const procedures = [
  { code: '1.004222', name: 'Đăng ký thường trú', field: 'Cư trú' },
  { code: '2.000986', name: 'Liên thông khai sinh', field: 'Hộ tịch' },
  { code: '1.001193', name: 'Đăng ký khai sinh', field: 'Hộ tịch' },
];
const codes = (search: string) => findProcedures(procedures, search).map((one) => one.code);

describe('search', () => {
  test('minds neither diacritics, case nor the order of words', () => {
    expect(fold('ĐĂNG KÝ Thường trú')).toBe('dang ky thuong tru');
    expect(codes('dang ky')).toEqual(['1.004222', '1.001193']);
    expect(codes('SINH Đăng')).toEqual(['1.001193']);
    expect(codes('ho tich')).toEqual(['2.000986', '1.001193']);
    expect(codes('2.0009')).toEqual(['2.000986']);
  });

  test('finds text written with combining marks', () => {
    expect(codes('Đăng ký thường'.normalize('NFD'))).toEqual(['1.004222']);
  });

  test('empty finds all, unknown none', () => {
    expect(codes('  ')).toHaveLength(3);
    expect(codes('đất đai')).toEqual([]);
  });
});

describe('recently used', () => {
  test('the last one first, each once, bounded', () => {
    const used = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].reduce<string[]>(withRecent, []);
    expect(used).toEqual(['f', 'e', 'd', 'c', 'a']);
    expect(used).toHaveLength(recentMax);
  });

  test('a procedure that left the list is passed over', () => {
    expect(knownRecent(['gone', '2.000986'], procedures).map((one) => one.code)).toEqual(['2.000986']);
  });

  test('what was kept on the device may be anything', () => {
    expect(parseRecent(null)).toEqual([]);
    expect(parseRecent('{"a":1}')).toEqual([]);
    expect(parseRecent('not json')).toEqual([]);
    expect(parseRecent('["a",3,null,"b"]')).toEqual(['a', 'b']);
  });
});

describe('request ids', () => {
  test('are version 4 UUIDs as the contract takes them', () => {
    expect(uuidFrom(new Uint8Array(16).fill(0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
    expect(uuidFrom(new Uint8Array(16))).toBe('00000000-0000-4000-8000-000000000000');
    expect(() => uuidFrom(new Uint8Array(15))).toThrow(RangeError);
    const body = { requestId: newRequestId(), procedure: '1.004222' };
    expect(selfReportRequestSchema.safeParse(body).success).toBe(true);
  });
});
