// Makes scripts/demo-ratings.csv: labelled sample data for the demo, drawn from a fixed seed. Empty rating = a visit
// that nobody rated. Counter Q01 gets visits only: its kiosk is for the person who watches the demo.
// Run: node scripts/make-demo-ratings.mjs > scripts/demo-ratings.csv
let state = 20260101;
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const procedures = [
  '1.004222',
  '1.004194',
  '1.001193',
  '1.000894',
  '2.000815',
  '2.000986',
  '1.012817',
  '1.001612',
];
const pick = (weights) => {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
};
console.log('officer,counter,procedure,rating');
for (let row = 0; row < 600; row += 1) {
  const officer = 1 + Math.floor(random() * 8);
  const procedure = Math.floor(random() * procedures.length);
  const answers = officer !== 1 && random() < 0.45;
  // Land (procedure 6) pleases less; officer 5 is a little below the others.
  const bad = (procedure === 6 ? 2.5 : 1) * (officer === 5 ? 2 : 1);
  const rating = 1 + pick([0.02 * bad, 0.04 * bad, 0.1 * bad, 0.34, 0.5]);
  const number = String(officer).padStart(2, '0');
  console.log(`CB${number},Q${number},${procedures[procedure]},${answers ? rating : ''}`);
}
