// Where a webhook may go. An administrator names the address, and the receiver is often a system of the province on a
// private network, so private addresses are allowed. Never allowed: this machine under another name, link-local addresses
// (cloud metadata among them), multicast, and forms of IPv6 that hide an IPv4 address. The address a name resolves to is
// checked at every connection, so a name that changes its mind gains nothing. Redirects are not followed (attempt.ts), and
// what a receiver answers is never shown, so an endpoint reads nothing from a network it can reach.
import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { urlOf } from '../url.ts';

export class TargetError extends Error {
  override name = 'TargetError';
}

const forbidden = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  forbidden.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  // NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380).
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['2001::', 32],
] as const) {
  forbidden.addSubnet(network, prefix, 'ipv6');
}
// Metadata services of clouds that do not lie in a link-local range.
forbidden.addAddress('100.100.100.200', 'ipv4');
forbidden.addAddress('fd00:ec2::254', 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
const isLoopback = (address: string): boolean => loopback.check(address, familyOf(address));

/** The host without the brackets of an IPv6 address. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Whether the address itself says that the receiver is on this machine. */
function namesLoopback(url: URL): boolean {
  const host = hostOf(url);
  return host === 'localhost' || (isIP(host) !== 0 && isLoopback(host));
}

/** The address as stored and used. Throws TargetError with the reason. */
export function checkTarget(text: string): URL {
  const url = urlOf(text);
  if (url === null) throw new TargetError('is not an address such as https://kpi.example.gov.vn/hook');
  if (url.username !== '' || url.password !== '') throw new TargetError('must not carry a name or password');
  if (url.hash !== '') throw new TargetError('must not carry a # part');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && namesLoopback(url))) {
    throw new TargetError('must be https; http is for a receiver on this machine (127.0.0.1) alone');
  }
  const host = hostOf(url);
  if (isIP(host) !== 0) checkAddress(url, host);
  return url;
}

/** Throws TargetError where a webhook to `url` must not connect to `address`. */
export function checkAddress(url: URL, address: string): void {
  if (forbidden.check(address, familyOf(address))) throw new TargetError(`${address} is never a receiver`);
  if (isLoopback(address) !== namesLoopback(url)) {
    throw new TargetError(
      isLoopback(address) ? 'the name leads to this machine' : 'localhost leads to another machine',
    );
  }
}

/** A resolver for one URL's connections that gives out checked addresses only. */
export function checkedLookup(url: URL, lookup: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      try {
        for (const { address } of addresses) checkAddress(url, address);
      } catch (refused) {
        callback(refused as Error, '', 0);
        return;
      }
      if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 0);
    });
  };
}
