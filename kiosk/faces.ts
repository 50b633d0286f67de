// The five faces, drawn once for the rating page and the kiosk. One line weight, one colour (the text's own), no brows,
// no skin, and level n mirrors level 6 - n about the straight mouth: the drawing leans to neither end of the scale, and
// shape alone, never colour, tells the faces apart. Wording belongs to the questionnaire.

/** Levels of the item `officer`, worst first: the order on every screen. */
export const faceLevels = [1, 2, 3, 4, 5] as const;
export type FaceLevel = (typeof faceLevels)[number];

/** Side of the square drawing, in its own units. */
export const faceViewBox = '0 0 48 48';

export interface FaceMouth {
  d: string;
  /** The outer levels have a full crescent: told apart at arm's length without comparing curves. */
  filled: boolean;
}

export const faceMouths: Readonly<Record<FaceLevel, FaceMouth>> = {
  1: { d: 'M13 36q11-10 22 0-11-21-22 0z', filled: true },
  2: { d: 'M16 34q8-7 16 0', filled: false },
  3: { d: 'M16 32h16', filled: false },
  4: { d: 'M16 30q8 7 16 0', filled: false },
  5: { d: 'M13 28q11 10 22 0-11 21-22 0z', filled: true },
};

/** Head and eyes, the same for every level. */
export const faceHead = 'M24 3a21 21 0 1 0 .01 0z';
export const faceEyes = 'M17 16v4m14-4v4';
