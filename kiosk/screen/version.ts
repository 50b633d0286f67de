import { version } from '../../package.json';

/** What heartbeats report; at most 32 characters by contract. */
export const kioskVersion: string = version;
