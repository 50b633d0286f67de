// What a kiosk remembers of its place is taken when the contract's schema takes it, and refused when a part is missing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isKioskState } from '../../kiosk/screen/kept-state.ts';
import { type KioskState, kioskStateSchema } from '../../shared/contract/devices.ts';

const counter = fc.record({ code: fc.stringMatching(/^[A-Z]\d{2}$/), name: fc.string() });
const states: fc.Arbitrary<KioskState> = fc.record({
  place: fc.constantFrom('counter', 'exit'),
  counter: fc.option(counter),
  counters: fc.array(counter, { maxLength: 3 }),
  centre: fc.record({ name: fc.string(), sample: fc.boolean() }),
  publicUrl: fc.webUrl(),
  languages: fc.array(fc.constantFrom('vi', 'en', 'hmn'), { minLength: 1, maxLength: 3 }),
  inspectorate: fc.option(
    fc.record({ name: fc.stringMatching(/^\w{1,20}$/), recipient: fc.constant(`age1${'q'.repeat(58)}`) }),
  ),
  receiptPage: fc.webUrl(),
});
const seed = Math.floor(Math.random() * 2 ** 31);
console.log(`kept-state seed ${seed}`);

test('every state of the contract is taken', () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(kioskStateSchema.safeParse(state).success).toBe(true);
      expect(isKioskState(JSON.parse(JSON.stringify(state)))).toBe(true);
    }),
    { seed },
  );
});

test('what lacks a part, or has one of another kind, is refused by both', () => {
  fc.assert(
    fc.property(
      states,
      fc.nat(7),
      fc.constantFrom<unknown>(undefined, 7, {}, [7]),
      (state, index, instead) => {
        const key = Object.keys(state)[index]!;
        const broken = { ...state, [key]: instead };
        expect([key, kioskStateSchema.safeParse(broken).success]).toEqual([key, false]);
        expect([key, isKioskState(broken)]).toEqual([key, false]);
      },
    ),
    { seed },
  );
  for (const value of [null, undefined, 'state', []]) expect(isKioskState(value)).toBe(false);
});
