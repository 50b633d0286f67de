// What the server hands to the public receipt page (kiosk/receipt), and what that page shows of a receipt. None of it
// says, or depends on, how somebody rated.
import type { EvidenceProblem, SavedCheck } from '../ledger/receipt.ts';

export type ReceiptLocale = 'vi' | 'en';

/** Where a response stands that has no proof yet: in the open day, severed but in too small a group, or not known here. */
export type ReceiptStanding = 'tonight' | 'group' | 'unknown';

/** What of the things given could not be read. */
export type GivenPart = 'receipt' | 'proof' | 'checkpoint' | 'consistency' | 'key' | 'file';

export type ReceiptResult =
  | { state: 'malformed'; part: GivenPart; reason: string }
  /** Promised, or at least received, and not in the log yet. */
  | { state: 'waiting'; standing: 'tonight' | 'group'; mergeBy: string | null }
  /** The log has no such response; `mergeBy` when its own signed promise says that it should come. */
  | { state: 'unknown'; mergeBy: string | null }
  | { state: 'promise-broken'; mergeBy: string; standing: ReceiptStanding }
  | {
      state: 'in-log';
      number: number;
      treeSize: number;
      /** ISO 8601 in UTC; null when the checkpoint carries no time. */
      signedAt: string | null;
      origin: string;
      saved: SavedCheck;
      /** Who did the checking: the server that is being checked, or this browser. */
      checkedBy: 'server' | 'browser';
      /** Where the key came from by which the signature was checked. */
      keyFrom: 'page' | 'own';
      /** Whether the server was asked now, or only files were read. */
      online: boolean;
    }
  | { state: 'not-from-this-log'; keyFrom: 'page' | 'own' }
  | { state: 'does-not-hold'; of: 'proof' | 'saved'; problem: EvidenceProblem | 'rollback'; reason: string }
  /** Files alone were to be checked, and there is no proof among them. */
  | { state: 'no-proof-given' }
  | { state: 'server-failure' }
  | { state: 'offline' };

export interface ReceiptPage {
  locale: ReceiptLocale;
  centre: { name: string; sample: boolean };
  /** Address of the server, as slips carry it. */
  publicUrl: string;
  origin: string;
  /** Verifier keys this log has had, the present one last, in the form `name+id+base64`. */
  keys: readonly string[];
  /** Hex of SHA-256 of what `/log/key` answers. */
  keyFingerprint: string;
  /** What was typed, to stand in the form again; empty at first. */
  receipt: string;
  result: ReceiptResult | null;
  /**
   * `linked`: the script is fetched from `scriptPath` of the server. `single-file`: everything is in the document,
   * which asks no network at all; `script` is the text.
   */
  delivery:
    | { kind: 'linked'; scriptPath: string; nonce: string }
    | { kind: 'single-file'; script: string; savedOn: string };
}

/** Renders one complete document. */
export type RenderReceiptPage = (page: ReceiptPage) => string;
