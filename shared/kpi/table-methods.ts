// All methods that published tables may follow: those of the ledger itself and the sheets of a period.
import { builtInMethods, type TableMethod } from '../ledger/published-table.ts';
import { kpiMethod, kpiTable } from './ledger-sheets.ts';

export const publishedMethods: ReadonlyMap<string, TableMethod> = new Map([
  ...builtInMethods,
  [kpiMethod, kpiTable],
]);
