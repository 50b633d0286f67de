// What must be cut off at once when a right ends. Open connections are kept under names: `session:HASH`, `user:NAME`,
// `link:ID`, `key:ID`, and `key` for all of keys.

export class Revocations {
  readonly #listeners: ((connectionName: string) => void)[] = [];

  onRevoked(listener: (connectionName: string) => void): void {
    this.#listeners.push(listener);
  }
  cut(connectionName: string): void {
    for (const listener of this.#listeners) listener(connectionName);
  }
}
