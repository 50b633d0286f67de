// Under which names this server is asked: for what must hold for its own pages only.
import type { IncomingMessage } from 'node:http';
import { urlOf } from '../url.ts';

/** `name`, `name:port` or `[v6]:port`, as a Host header has it. */
const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** Hosts of a request: the one it names, the one its proxy names, the public one. */
function hostsOf({ headers }: IncomingMessage, publicUrl: string): string[] {
  const named = [headers.host, headers['x-forwarded-host']].flatMap((value) =>
    typeof value === 'string' && hostPattern.test(value) ? [value.toLowerCase()] : [],
  );
  return [...new Set([...named, new URL(publicUrl).host])];
}

/**
 * False for a request that a browser sends for a page of another origin. What is no browser names no origin and passes.
 * Cookies alone do not tell: to them a page on another port, or under a neighbouring name, is of the same site.
 */
export function isOwnOrigin(request: IncomingMessage, publicUrl: string): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  const host = urlOf(origin)?.host;
  return host !== undefined && hostsOf(request, publicUrl).includes(host);
}

/** Sockets of this server, as sources of a Content-Security-Policy: not every supported browser has them in 'self'. */
export const ownSockets = (request: IncomingMessage, publicUrl: string): string =>
  hostsOf(request, publicUrl)
    .flatMap((host) => [`ws://${host}`, `wss://${host}`])
    .join(' ');
