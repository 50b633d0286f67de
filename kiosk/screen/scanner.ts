// A USB scanner types what it reads, very fast, and ends with Enter. Reads slips out of key events; everything slower
// is a person and none of its business.
import { isSlipCode } from '../../shared/slip-code.ts';

export type ScannedSlip = { kind: 'invitation'; invitation: string } | { kind: 'code'; code: string };

/** Longest pause between two characters of one scan: generous, for busy small computers; what counts is a whole slip. */
const pauseMsMax = 1_000;
const textLengthMax = 200;

/** What a scanned text means; null when it is no slip of this system. */
export function slipOf(text: string): ScannedSlip | null {
  const trimmed = text.trim();
  const invitation = /\/r\/([A-Za-z0-9_-]{22})\/?$/.exec(trimmed)?.[1];
  if (invitation !== undefined) return { kind: 'invitation', invitation };
  return isSlipCode(trimmed) ? { kind: 'code', code: trimmed } : null;
}

/** Collects keys; call for every keydown with its time. Returns a slip when Enter ends one. */
export function createScanReader(): (key: string, atMs: number) => ScannedSlip | null {
  let text = '';
  let lastMs = Number.NEGATIVE_INFINITY;
  return (key, atMs) => {
    if (atMs - lastMs > pauseMsMax) text = '';
    lastMs = atMs;
    if (key === 'Enter') {
      const slip = slipOf(text);
      text = '';
      return slip;
    }
    // Shift and the like come between the characters.
    if (key.length === 1 && text.length < textLengthMax) text += key;
    return null;
  };
}

/** Listens on the window; a scan never presses the button that has the focus. */
export function listenForScans(onSlip: (slip: ScannedSlip) => void): void {
  const read = createScanReader();
  addEventListener(
    'keydown',
    (event) => {
      if (event.target instanceof HTMLInputElement) return;
      const slip = read(event.key, event.timeStamp);
      if (slip === null) return;
      event.preventDefault();
      event.stopPropagation();
      onSlip(slip);
    },
    { capture: true },
  );
}
