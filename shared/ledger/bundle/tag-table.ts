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

  /** Adds a tag; the leaf index of one added before whose first 64 bits are the same, if there is one. */
  add(tag: Uint8Array, leafIndex: number): number | undefined {
    const high = (tag[0]! | (tag[1]! << 8) | (tag[2]! << 16) | (tag[3]! << 24)) >>> 0;
    const low = (tag[4]! | (tag[5]! << 8) | (tag[6]! << 16) | (tag[7]! << 24)) >>> 0;
    const known = this.#put(high, low, leafIndex + 1);
    if (known !== 0) return known - 1;
    this.#count++;
    if (this.#count > this.#slots * 0.75) this.#grow();
    return undefined;
  }

  /** 0 when it was put in, else what stands there already. */
  #put(high: number, low: number, leaf: number): number {
    const mask = this.#slots - 1;
    let slot = (high ^ Math.imul(low, 0x9e3779b1)) & mask;
    while (this.#leaf[slot] !== 0) {
      if (this.#high[slot] === high && this.#low[slot] === low) return this.#leaf[slot]!;
      slot = (slot + 1) & mask;
    }
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#leaf[slot] = leaf;
    return 0;
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

/** The pass in which a tag is looked at. */
export function passOf(tag: Uint8Array, passes: number): number {
  return ((tag[8]! << 8) | tag[9]!) % passes;
}
