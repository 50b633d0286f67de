// Searching Vietnamese: as typed when the words carry marks, without regard to marks when they carry none.

/** Lower case, without tone marks and vowel signs, đ as d. */
export const withoutMarks = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('đ', 'd');

const composed = (text: string): string => text.toLowerCase().normalize('NFC');

/** A test for texts that hold every word of the question, in any order; every text when the question is empty. */
export function matcherOf(question: string): (text: string) => boolean {
  const words = composed(question).split(/\s+/u).filter(Boolean);
  const plain = words.filter((word) => withoutMarks(word) === word);
  const marked = words.filter((word) => withoutMarks(word) !== word);
  return (text) => {
    const exact = composed(text);
    const folded = withoutMarks(text);
    return marked.every((word) => exact.includes(word)) && plain.every((word) => folded.includes(word));
  };
}
