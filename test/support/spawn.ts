// The real command line in a child process, as people start it: scripts/langnghe.mjs.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../scripts/langnghe.mjs', import.meta.url));

export interface Finished {
  /** Exit code; null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  /** Without the launcher's own lines about building what is stale. */
  stderr: string;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const running = new Set<Child>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function start(args: string[], env: Record<string, string>): { child: Child; finished: Promise<Finished> } {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, stdout, stderr: stderr.replaceAll(/^building \w+ …\n/gm, '') });
    });
  });
  return { child, finished };
}

/** Runs one command to its end. */
export function runCommand(args: string[], env: Record<string, string> = {}): Promise<Finished> {
  return start(args, env).finished;
}

/** Starts a command that goes on until it is told to stop. */
export function startCommand(args: string[]): {
  child: Child;
  finished: Promise<Finished>;
  /** Standard output so far. */
  output(): string;
  /** What was said on standard error so far. */
  said(): string;
} {
  const { child, finished } = start(args, {});
  let text = '';
  let remarks = '';
  child.stdout.on('data', (part: string) => {
    text += part;
  });
  child.stderr.on('data', (part: string) => {
    remarks += part;
  });
  return { child, finished, output: () => text, said: () => remarks };
}

export interface SpawnedServer {
  url: string;
  /** Ends it like a power cut; does nothing when it has ended. */
  kill(): Promise<void>;
  /** Ends it as a person does, with SIGTERM. */
  stop(): Promise<Finished>;
}

/** Starts `serve` and resolves with its first line of JSON. Rejects with what it said when it ends before. */
export async function spawnServer(
  dataDir: string,
  options: { args?: string[]; env?: Record<string, string> } = {},
): Promise<SpawnedServer> {
  const { child, finished } = start(
    ['serve', '--data', dataDir, '--port', '0', ...(options.args ?? [])],
    options.env ?? {},
  );
  const firstLine = new Promise<string>((resolve) => {
    let text = '';
    child.stdout.on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
  });
  const line = await Promise.race([
    firstLine,
    finished.then(({ code, stderr }) => {
      throw new Error(`serve ended with ${code}: ${stderr}`);
    }),
  ]);
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    async kill() {
      child.kill('SIGKILL');
      await finished;
    },
    stop() {
      child.kill('SIGTERM');
      return finished;
    },
  };
}
