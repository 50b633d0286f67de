// Finds tags that occur twice among very many, in 12 to 24 bytes a tag or, beyond a bound, in several passes over the log.
// Keeps 64 bits of each tag with its leaf index: a hit is a suspicion, which the caller confirms on the whole tags.

/** Tags held at once: about 100 MB. */
export const tagsPerPassMax = 4_000_000;

export class TagTable {
  #slots: number;
  #high: Uint32Array;
  #low: Uint32Array;
  /** Leaf index plus 1; 0 is empty. Trees beyond 2^32 leaves are out of reach of this table. */
  #leaf: Uint32Array;
  #count = 0;

  /** @param tags how many are expected; the table grows when there are more */
  constructor(tags: number) {
    this.#slots = 2 ** Math.ceil(Math.log2(Math.max(16, tags * 1.5)));
    this.#high = new Uint32Array(this.#slots);
    this.#low = new Uint32Array(this.#slots);
    this.#leaf = new Uint32Array(this.#slots);
  }

  /**
   * Adds the tag that begins at `at` in `tags`; the leaf index of one added before whose first 64 bits are the same, if
   * there is one.
   */
  add(tags: Uint8Array, at: number, leafIndex: number): number | undefined {
    const known = this.#put(bits(tags, at), bits(tags, at + 4), leafIndex + 1);
    if (known !== 0) return known - 1;
    this.#count++;
    if (this.#count > this.#slots * 0.75) this.#grow();
    return undefined;
  }

  /** The leaf index of the first tag added that begins with the same 64 bits. */
  find(tag: Uint8Array): number | undefined {
    const [high, low] = [bits(tag, 0), bits(tag, 4)];
    const slot = this.#slotOf(high, low);
    return this.#leaf[slot] === 0 ? undefined : this.#leaf[slot]! - 1;
  }

  /** 0 when it was put in, else what stands there already. */
  #put(high: number, low: number, leaf: number): number {
    const slot = this.#slotOf(high, low);
    if (this.#leaf[slot] !== 0) return this.#leaf[slot]!;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#leaf[slot] = leaf;
    return 0;
  }

  /** Where these bits stand, or would. */
  #slotOf(high: number, low: number): number {
    const mask = this.#slots - 1;
    let slot = (high ^ Math.imul(low, 0x9e3779b1)) & mask;
    while (this.#leaf[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [high, low, leaf, slots] = [this.#high, this.#low, this.#leaf, this.#slots];
    this.#slots *= 2;
    this.#high = new Uint32Array(this.#slots);
    this.#low = new Uint32Array(this.#slots);
    this.#leaf = new Uint32Array(this.#slots);
    for (let i = 0; i < slots; i++) if (leaf[i] !== 0) this.#put(high[i]!, low[i]!, leaf[i]!);
  }
}

/** Passes needed so that none holds many more tags than the bound. */
export function passesFor(tags: number, perPassMax: number = tagsPerPassMax): number {
  return Math.max(1, Math.ceil(tags / perPassMax));
}

/** The pass in which the tag that begins at `at` is looked at. */
export function passOf(tags: Uint8Array, at: number, passes: number): number {
  return ((tags[at + 8]! << 8) | tags[at + 9]!) % passes;
}

function bits(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
