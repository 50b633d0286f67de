// Whether what the device remembers of its place still fits this version of the kiosk. By hand, not by the contract's
// schema: that would have the first screen wait for zod.
import type { KioskState } from '../../shared/contract/devices.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isCounter = (value: unknown): boolean => isRecord(value) && isText(value.code) && isText(value.name);

/** True for a value with everything that `kioskStateSchema` demands. */
export function isKioskState(value: unknown): value is KioskState {
  if (!isRecord(value)) return false;
  const { place, counter, counters, centre, publicUrl, languages, inspectorate, receiptPage } = value;
  return (
    (place === 'counter' || place === 'exit') &&
    (counter === null || isCounter(counter)) &&
    Array.isArray(counters) &&
    counters.every(isCounter) &&
    isRecord(centre) &&
    isText(centre.name) &&
    typeof centre.sample === 'boolean' &&
    isText(publicUrl) &&
    Array.isArray(languages) &&
    languages.length > 0 &&
    languages.every(isText) &&
    (inspectorate === null ||
      (isRecord(inspectorate) && isText(inspectorate.name) && isText(inspectorate.recipient))) &&
    isText(receiptPage)
  );
}
