// The eight characters by which a kiosk is paired: letters and digits without look-alikes, a hyphen in the middle or none.

export const pairingCodePattern = /^[A-HJ-NP-Z2-9]{4}-?[A-HJ-NP-Z2-9]{4}$/;

/** What a person typed, as it is sent; null when it cannot be a pairing code. */
export function pairingCodeOf(typed: string): string | null {
  const code = typed.trim().toUpperCase();
  return pairingCodePattern.test(code) ? code : null;
}
