// Named places at which a test can have the process die, as a power cut would: LANGNGHE_FAULT_POINT=NAME or NAME:N for
// the Nth time the place is reached. Does nothing unless that variable is set.
const wanted = process.env.LANGNGHE_FAULT_POINT;
const [wantedName, wantedCount] = wanted === undefined ? [] : splitCount(wanted);
let reached = 0;

function splitCount(text: string): [string, number] {
  const match = /^(.*):(\d+)$/.exec(text);
  return match === null ? [text, 1] : [match[1]!, Number(match[2])];
}

/** Kills the process without any clean-up when the environment asks for it here. */
export function reachFaultPoint(name: string): void {
  if (name !== wantedName) return;
  reached += 1;
  if (reached === wantedCount) process.kill(process.pid, 'SIGKILL');
}
