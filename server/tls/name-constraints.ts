// The name constraints extension (RFC 5280 4.2.1.10), which the certificate library does not write: permitted are the
// names given and what lies below a DNS name; every address is excluded when none was given, and every DNS name likewise.
import { isIP } from 'node:net';
import type { ServerName } from './authority.ts';

export const nameConstraintsOid = '2.5.29.30';
const sequence = 0x30;
const permitted = 0xa0;
const excluded = 0xa1;
const dnsName = 0x82;
const ipAddress = 0x87;

/** Tag, length, value in DER; bodies here stay below 64 KiB. */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), body]);
}

const subtree = (tag: number, value: Uint8Array): Buffer => der(sequence, der(tag, value));

/** Address and mask of all ones: this one address. */
function ipBytes(address: string): Buffer {
  const bytes = isIP(address) === 4 ? ipv4Bytes(address) : ipv6Bytes(address);
  return Buffer.concat([bytes, Buffer.alloc(bytes.length, 0xff)]);
}

const ipv4Bytes = (address: string): Buffer => Buffer.from(address.split('.').map(Number));

/** Requires an address that `isIP` took, as the URL parser writes it: hexadecimal groups with at most one `::`. */
function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return Buffer.from([...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]));
}

/** Value of the extension; critical, so that a verifier that does not know it refuses the authority. */
export function nameConstraintsValue(names: readonly ServerName[]): Uint8Array<ArrayBuffer> {
  const allowed = names.map(({ type, value }) =>
    type === 'dns' ? subtree(dnsName, Buffer.from(value, 'ascii')) : subtree(ipAddress, ipBytes(value)),
  );
  const forbidden = [
    ...(names.some(({ type }) => type === 'dns') ? [] : [subtree(dnsName, Buffer.alloc(0))]),
    ...(names.some(({ type }) => type === 'ip')
      ? []
      : [subtree(ipAddress, Buffer.alloc(8)), subtree(ipAddress, Buffer.alloc(32))]),
  ];
  const value = der(
    sequence,
    der(permitted, ...allowed),
    ...(forbidden.length === 0 ? [] : [der(excluded, ...forbidden)]),
  );
  return new Uint8Array(value);
}
