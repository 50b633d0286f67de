// Printers of slips, by counter.
import type { PrinterSetting } from '../../shared/contract/printers.ts';
import type { Sqlite, Tx } from './database.ts';

export type Printer = PrinterSetting & { counter: string };
type Row = Omit<Printer, 'atClose'> & { atClose: number };

const columns = 'counter, host, port, paper, command_set AS commandSet, at_close AS atClose';
const printerOf = (row: Row): Printer => ({ ...row, atClose: row.atClose === 1 });

export class PrinterStore {
  readonly #sqlite: Sqlite;
  readonly #printer;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    this.#printer = sqlite.prepare<[string], Row>(`SELECT ${columns} FROM printers WHERE counter = ?`);
  }

  printer(counter: string): Printer | undefined {
    const row = this.#printer.get(counter);
    return row === undefined ? undefined : printerOf(row);
  }
  printers(): Printer[] {
    return this.#sqlite
      .prepare<[], Row>(`SELECT ${columns} FROM printers ORDER BY counter`)
      .all()
      .map(printerOf);
  }

  putPrinter(_tx: Tx, printer: Printer): void {
    this.#sqlite
      .prepare(
        `INSERT INTO printers (counter, host, port, paper, command_set, at_close)
         VALUES (@counter, @host, @port, @paper, @commandSet, @atClose)
         ON CONFLICT (counter) DO UPDATE SET host = excluded.host, port = excluded.port, paper = excluded.paper,
           command_set = excluded.command_set, at_close = excluded.at_close`,
      )
      .run({ ...printer, atClose: printer.atClose ? 1 : 0 });
  }
  /** False when the counter had none. */
  removePrinter(_tx: Tx, counter: string): boolean {
    return this.#sqlite.prepare('DELETE FROM printers WHERE counter = ?').run(counter).changes === 1;
  }
}
