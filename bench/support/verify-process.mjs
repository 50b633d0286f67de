// One verification in a process of its own: the built command on a bundle, its time, its processor time and its largest
// memory as JSON. Plain Node, without the loader that benches run under, so that the memory is the command's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [distDir, ...args] = process.argv.slice(2);

/**
 * Largest resident size of this process, in kilobytes, all threads. Linux carries the parent's peak over into ru_maxrss of a
 * child, so the kernel's own high-water mark is read where there is one.
 */
function peakKilobytes() {
  if (process.platform === 'linux') {
    const mark = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (mark !== null) return Number(mark[1]);
  }
  return process.resourceUsage().maxRSS;
}

const { main } = await import(pathToFileURL(join(distDir, 'server/main.js')).href);
const write = process.stdout.write;
let answer = '';
process.stdout.write = (text) => {
  answer += text;
  return true;
};
const started = process.hrtime.bigint();
const cpu = process.cpuUsage();
const code = await main(['verify', ...args, '--json'], { distDir });
const verifySeconds = Number(process.hrtime.bigint() - started) / 1e9;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write = write;
const { figures, findings } = JSON.parse(answer);
if (code !== 0) throw new Error(JSON.stringify(findings.slice(0, 3)));
const peakMegabytes = Math.round(peakKilobytes() / 1024);
const verifyCpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify({ verifySeconds, verifyCpuSeconds, peakMegabytes, figures }));
