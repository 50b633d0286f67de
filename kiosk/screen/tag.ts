import { bytesToHex } from '@noble/hashes/utils.js';
import { tagOf } from '../../shared/ledger/commitment.ts';

/** The tag of a response, in hex. */
export const tagHexOf = (responseId: string): string => bytesToHex(tagOf(responseId));
