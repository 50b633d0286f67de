// The verifier keys a log has had: today's, those it replaced, and the same keys under the names the log bore before it
// was continued. A receipt of last year was signed by the key of last year. All of it is the log's own word about itself.
import { continuationEntrySchema, keyEntrySchema } from '../../shared/ledger/entry.ts';
import { formatVerifierKey, parseVerifierKey } from '../../shared/ledger/note.ts';
import type { LogStorage } from './log-storage.ts';

/** Keys beyond this are the oldest and left out: a page carries the list. */
const keysMax = 32;

/** In the form `name+id+base64`, the present one last. */
export function logKeys(tree: { readonly verifierKey: string }, storage: LogStorage): string[] {
  const present = parseVerifierKey(tree.verifierKey);
  const changes = storage.entriesOfKind('key').map(({ json }) => keyEntrySchema.parse(JSON.parse(json)));
  const former = changes.flatMap(({ verifierKey, replaces }) => [replaces, verifierKey]);
  const keys = [...former.filter((key) => key !== null).map(parseVerifierKey), present];
  const names = storage
    .entriesOfKind('continuation')
    .map(({ json }) => continuationEntrySchema.parse(JSON.parse(json)).previous.origin);
  const known = new Set<string>();
  for (const name of [...names, present.name]) {
    for (const key of keys) known.add(formatVerifierKey({ ...key, name }));
  }
  known.delete(tree.verifierKey);
  return [...[...known].slice(-(keysMax - 1)), tree.verifierKey];
}
