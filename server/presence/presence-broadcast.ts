// Sends every kiosk the presence code of its place, at once when it joins and again with every half-minute. One timer
// for all, only while somebody listens.
import type { PresenceShown } from '../../shared/contract/presence.ts';
import type { Presence, PresencePlace } from './presence.ts';

type Show = (shown: PresenceShown) => void;

export class PresenceBroadcast {
  readonly #presence: Presence;
  readonly #listeners = new Map<Show, PresencePlace>();
  #timer: NodeJS.Timeout | null = null;

  constructor(presence: Presence) {
    this.#presence = presence;
  }

  /** Shows the codes of a place from now on; returns the function that ends it. */
  join(place: PresencePlace, show: Show): () => void {
    this.#listeners.set(show, place);
    show(this.#presence.shown(place));
    this.#schedule();
    return () => {
      this.#listeners.delete(show);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(): void {
    if (this.#timer !== null) return;
    // A little past the change, so that a timer that fires early does not send the old code again.
    this.#timer = setTimeout(() => {
      this.#timer = null;
      for (const [show, place] of this.#listeners) show(this.#presence.shown(place));
      if (this.#listeners.size > 0) this.#schedule();
    }, this.#presence.untilNextMs() + 20);
    this.#timer.unref();
  }
}
