// The yardsticks of bench `verify`, in a process of their own so that no heap of the bench weighs on them: plain SHA-256 of
// every file of a directory as one stream, and one call for each of so many leaves, openings and nodes.
import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

const [directory, responses] = process.argv.slice(2);

/** Seconds passed and seconds of processor time. */
function timed(work) {
  const started = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(cpu);
  return { value, elapsed: Number(process.hrtime.bigint() - started) / 1e9, cpu: (user + system) / 1e6 };
}

const chunk = Buffer.alloc(256 * 1024);

function hashFolder(running, folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      bytes += hashFolder(running, path);
      continue;
    }
    const file = openSync(path);
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
      running.update(length === chunk.length ? chunk : chunk.subarray(0, length));
      bytes += length;
    }
    closeSync(file);
  }
  return bytes;
}

const hashFiles = () => hashFolder(createHash('sha256'), directory);

/** A leaf of 155 bytes, an opening of 32 + 216 bytes, a node of 65 bytes. */
function hashMessages() {
  const messages = [155, 248, 65].map((length) => new Uint8Array(length));
  let length = 0;
  for (let i = 0; i < Number(responses); i++) {
    for (const message of messages) length += hash('sha256', message, 'binary').length;
  }
  return length;
}

// Once before, to have the files in memory and the code compiled.
hashFiles();
const files = timed(hashFiles);
const messages = timed(hashMessages);
console.log(
  JSON.stringify({
    bytes: files.value,
    plainSeconds: files.elapsed,
    plainCpuSeconds: files.cpu,
    messageSeconds: messages.elapsed,
    messageCpuSeconds: messages.cpu,
  }),
);
