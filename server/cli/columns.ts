// Finds columns by any of their names: English as in the documentation, or Vietnamese as offices write them, with or
// without diacritics, capitals, spaces or underscores.
import { InputError } from './command.ts';
import type { Table, TableRow } from './table.ts';

const fold = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

export type ColumnNames = Record<string, readonly string[]>;

/**
 * Which column of the table carries each wanted value. `names` lists, for each, what it may be called; those in
 * `optional` may be missing. Throws InputError for a missing column and for two columns with the same meaning.
 */
export function findColumns<Key extends string>(
  table: Table,
  names: Record<Key, readonly string[]>,
  optional: readonly NoInfer<Key>[],
): (row: TableRow, key: Key) => string {
  const found = new Map<Key, string>();
  for (const key of Object.keys(names) as Key[]) {
    const accepted = new Set([key, ...names[key]].map(fold));
    const matches = table.columns.filter((column) => accepted.has(fold(column)));
    if (matches.length > 1) {
      throw new InputError(`means the same as column ${matches[0]}`, {
        file: table.file,
        row: 1,
        column: matches[1]!,
        fault: 'same-column',
      });
    }
    const [match] = matches;
    if (match !== undefined) found.set(key, match);
    else if (!optional.includes(key)) {
      throw new InputError(`is missing (may also be called: ${names[key].join(', ')})`, {
        file: table.file,
        row: 1,
        column: key,
        fault: 'missing-column',
      });
    }
  }
  return (row, key) => {
    const column = found.get(key);
    return column === undefined ? '' : (row.cells[column] ?? '');
  };
}
