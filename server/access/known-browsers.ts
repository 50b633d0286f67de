// A browser in which a person has signed in keeps a long-lived cookie that says so. It opens nothing by itself; it only
// means that tries from there are counted apart, so that strangers who try out a name's passwords cannot keep its owner
// out. The cookie names nobody: each of its parts is an identifier and a MAC over it and the name.
import { timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../storage/secrets.ts';

const purpose = 'known-browser';
/** People who share a browser: the last ones are remembered. */
const partsMax = 4;
const macBytes = 16;
const partPattern = /^([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22})$/;

export class KnownBrowsers {
  readonly #secrets: Secrets;
  readonly #random: (length: number) => Buffer;
  constructor(secrets: Secrets, random: (length: number) => Buffer) {
    this.#secrets = secrets;
    this.#random = random;
  }

  /** Identifier of the browser for this person; null when the person has not signed in there. */
  idFor(cookie: string | undefined, name: string): string | null {
    for (const part of partsOf(cookie)) {
      const [, id, mac] = partPattern.exec(part)!;
      if (timingSafeEqual(Buffer.from(mac!, 'base64url'), this.#macOf(name, id!))) return id!;
    }
    return null;
  }

  /** The cookie with this person remembered. */
  remember(cookie: string | undefined, name: string): string {
    const parts = partsOf(cookie);
    if (this.idFor(cookie, name) !== null) return parts.join('~');
    const id = this.#random(12).toString('base64url');
    const own = `${id}.${this.#macOf(name, id).toString('base64url')}`;
    return [own, ...parts].slice(0, partsMax).join('~');
  }

  #macOf(name: string, id: string): Buffer {
    return this.#secrets.mac(purpose, name, id).subarray(0, macBytes);
  }
}

const partsOf = (cookie: string | undefined): string[] =>
  (cookie ?? '').split('~', partsMax).filter((part) => partPattern.test(part));
