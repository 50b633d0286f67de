// Named places at which a test can have the process die, as a power cut would: LANGNGHE_FAULT_POINT=NAME or NAME:N for
// the Nth time the place is reached. LANGNGHE_FAULT_LIST=FILE writes, at the end, how often each place was reached, so that
// a test can go through all of them. Does nothing unless one of the two is set.
import { writeFileSync } from 'node:fs';

const wanted = process.env.LANGNGHE_FAULT_POINT;
const [wantedName, wantedCount] = wanted === undefined ? [] : splitCount(wanted);
let reached = 0;
const listFile = process.env.LANGNGHE_FAULT_LIST;
const counts = new Map<string, number>();
if (listFile !== undefined) {
  process.once('exit', () => writeFileSync(listFile, JSON.stringify(Object.fromEntries(counts))));
}

function splitCount(text: string): [string, number] {
  const match = /^(.*):(\d+)$/.exec(text);
  return match === null ? [text, 1] : [match[1]!, Number(match[2])];
}

/** Kills the process without any clean-up when the environment asks for it here. */
export function reachFaultPoint(name: string): void {
  if (listFile !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (name !== wantedName) return;
  reached += 1;
  if (reached === wantedCount) process.kill(process.pid, 'SIGKILL');
}
