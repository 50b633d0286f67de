// A cell: how many responses share everything that a published number may depend on. The statistics read cells and
// never single ratings, so their cost grows with officers and procedures, not with ratings.

export type Mode = 'kiosk' | 'qr' | 'paper' | 'link';

/** invited = by a redeemed invitation; presence = proven to be in the hall; walk-up = neither. */
export type Tier = 'invited' | 'presence' | 'walk-up';

export interface Cell {
  officer: string;
  counter: string;
  /** Procedure code, or `field:NAME`, or `other` where the seal coarsened it. */
  procedure: string;
  mode: Mode;
  tier: Tier;
  /** Day `2026-10-14`, ISO week `2026-W42`, month `2026-10`, or its rest `2026-10-rest`: as fine as the seal let it be. */
  when: string;
  /** Month of the visit, `2026-10`. */
  period: string;
  /** Item id; `officer` is satisfaction with the serving officer. */
  item: string;
  /** The ordinal answer as given, 1..5 for `officer`. */
  level: number;
  flagged: boolean;
  excluded: boolean;
  count: number;
}
