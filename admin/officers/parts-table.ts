// The parts of an adjustment as rows that sum on the screen: each part is rounded by itself, and what the roundings
// together leave stands as a row of its own.
import type { IndicatorResponse } from '../../shared/contract/indicator.ts';
import { type Figure, unitsOf } from './figure-text.ts';

export const partPlaces = 2;

export interface PartRow {
  part: 'centreLevel' | 'procedureMix' | 'strata' | 'own' | 'rounding' | 'observed';
  /** Name of the stratum for `strata`. */
  stratum: string | null;
  /** Hundredths of a percentage point, or of a point on 0..100. */
  units: number;
}

/** All rows but the last sum to the last, `observed`. */
export function partRows(
  figure: Figure,
  adjustment: NonNullable<IndicatorResponse['adjustment']>,
): PartRow[] {
  const { parts, observed } = adjustment;
  const row = (part: PartRow['part'], decimal: string, stratum: string | null = null): PartRow => ({
    part,
    stratum,
    units: unitsOf(figure, decimal, partPlaces),
  });
  const rows = [
    row('centreLevel', parts.centreLevel),
    row('procedureMix', parts.procedureMix),
    ...Object.entries(parts.strataMix).map(([name, decimal]) => row('strata', decimal, name)),
    row('own', parts.own),
  ];
  const total = row('observed', observed);
  const left = total.units - rows.reduce((sum, { units }) => sum + units, 0);
  if (left !== 0) rows.push({ part: 'rounding', stratum: null, units: left });
  return [...rows, total];
}
