// A map whose keys are stretches of one buffer, found without making strings or copies of them: most openings of a night are
// of an entry that was seen before, and only new ones are worth decoding.

interface Slot<Value> {
  from: number;
  to: number;
  value: Value;
}

export class ByteMap<Value> {
  readonly #view: DataView;
  readonly #slots = new Map<number, Slot<Value>[]>();

  constructor({ buffer, byteOffset, length }: Uint8Array) {
    this.#view = new DataView(buffer, byteOffset, length);
  }

  /** The value of the key whose bytes are those of [from, to). */
  get(from: number, to: number): Value | undefined {
    const slots = this.#slots.get(this.#fingerprintOf(from, to));
    if (slots === undefined) return undefined;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]!;
      if (this.#isSame(slot, from, to)) return slot.value;
    }
    return undefined;
  }

  /** Requires that no key with those bytes is there yet. */
  add(from: number, to: number, value: Value): void {
    const fingerprint = this.#fingerprintOf(from, to);
    const slots = this.#slots.get(fingerprint);
    if (slots === undefined) this.#slots.set(fingerprint, [{ from, to, value }]);
    else slots.push({ from, to, value });
  }

  /** 30 bits, a small number of the engine, over every byte: equal keys have equal fingerprints. */
  #fingerprintOf(from: number, to: number): number {
    const view = this.#view;
    let mixed = to - from;
    let at = from;
    for (; at + 4 <= to; at += 4) mixed = Math.imul(mixed ^ view.getInt32(at), 0x9e3779b1) ^ (mixed >>> 15);
    for (; at < to; at++) mixed = Math.imul(mixed ^ view.getUint8(at), 0x9e3779b1);
    return (mixed ^ (mixed >>> 13)) & 0x3fffffff;
  }

  #isSame(slot: Slot<Value>, from: number, to: number): boolean {
    const view = this.#view;
    const length = to - from;
    if (slot.to - slot.from !== length) return false;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      if (view.getInt32(slot.from + at) !== view.getInt32(from + at)) return false;
    }
    for (; at < length; at++) if (view.getUint8(slot.from + at) !== view.getUint8(from + at)) return false;
    return true;
  }
}
