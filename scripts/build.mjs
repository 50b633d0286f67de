// Builds what is missing or stale, and nothing else. Each target is rebuilt when a source below its folders,
// the lock file or this script changed since its stamp was written.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAdmin, buildKiosk, buildKioskPreview, screenTargets } from './build-screens.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

const targets = {
  server: { sources: ['server', 'shared'] },
  survey: {
    sources: [
      'kiosk/survey',
      'kiosk/slip',
      'kiosk/poster',
      'kiosk/field-survey',
      'kiosk/install-ca',
      'kiosk/paper-form',
      'kiosk/documents.ts',
      'kiosk/language-packs.ts',
      'kiosk/languages',
      'kiosk/screen/languages.ts',
      'kiosk/receipt',
      'kiosk/faces.ts',
      'shared',
    ],
  },
  receipt: { sources: ['kiosk/receipt', 'kiosk/survey', 'shared'] },
  kiosk: { sources: ['kiosk', 'shared'] },
  'kiosk-preview': { sources: ['kiosk', 'shared'] },
  admin: { sources: ['admin', 'shared'] },
};

/** Names of the targets a running server needs, the command line alone needs only 'server'. */
export const allTargets = Object.keys(targets);

function fingerprint(folders) {
  const hash = createHash('sha256');
  const add = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
      return;
    }
    hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  };
  for (const folder of folders) add(join(root, folder));
  for (const file of ['package-lock.json', 'scripts/build.mjs', 'scripts/build-screens.mjs'])
    hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const stampPath = (name) => join(root, 'dist', `.${name}.stamp`);

function isFresh(name) {
  const path = stampPath(name);
  return existsSync(path) && readFileSync(path, 'utf8') === fingerprint(targets[name].sources);
}

/** Builds for production whoever asks: a test run's own NODE_ENV would put in what is for developing, a tenth more. */
async function buildTarget(name) {
  const asked = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await buildFor(name);
  } finally {
    if (asked === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = asked;
  }
}

async function buildFor(name) {
  const { build } = await import('vite');
  const common = { root, configFile: false, logLevel: 'warn', clearScreen: false };
  const outDir = join(root, 'dist', name);
  if (name === 'server' || name === 'survey') {
    const input =
      name === 'server'
        ? {
            main: join(root, 'server/main.ts'),
            embed: join(root, 'server/embed.ts'),
            'verify-worker': join(root, 'server/ledger/verify-worker.ts'),
            'slip-worker': join(root, 'server/printing/slip-worker.ts'),
          }
        : {
            render: join(root, 'kiosk/survey/render.ts'),
            slip: join(root, 'kiosk/slip/render.ts'),
            documents: join(root, 'kiosk/documents.ts'),
            receipt: join(root, 'kiosk/receipt/page.ts'),
          };
    await build({
      ...common,
      publicDir: false,
      build: {
        ssr: true,
        outDir,
        emptyOutDir: true,
        target: 'node20',
        minify: false,
        rollupOptions: { input },
      },
    });
    return;
  }
  if (name === 'receipt') {
    // One classic script: it is also put into a file that is opened without a server, where modules cannot be loaded.
    await build({
      ...common,
      publicDir: false,
      build: {
        outDir,
        emptyOutDir: true,
        target: screenTargets,
        modulePreload: false,
        rollupOptions: {
          input: join(root, 'kiosk/receipt/verifier.ts'),
          output: { format: 'iife', entryFileNames: 'verifier.js' },
          // Schemas that the page never asks are left out, although they are made by calls.
          treeshake: { moduleSideEffects: false, manualPureFunctions: ['z'] },
        },
      },
    });
    return;
  }
  const screens = { kiosk: buildKiosk, 'kiosk-preview': buildKioskPreview, admin: buildAdmin };
  await screens[name](outDir);
}

/** Waits for another process that is building; a lock older than two minutes is a dead builder's. */
async function withLock(work) {
  const lock = join(root, 'dist', '.lock');
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (age > 120_000) rmSync(lock, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Builds the stale ones among `names`; `say` receives one line a step. */
export async function ensureBuilt(names, say = () => {}) {
  if (names.every(isFresh)) return;
  await withLock(async () => {
    for (const name of names) {
      if (isFresh(name)) continue;
      say(`building ${name} …`);
      const stamp = fingerprint(targets[name].sources);
      await buildTarget(name);
      writeFileSync(stampPath(name), stamp);
    }
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureBuilt(allTargets, (line) => console.error(line));
}
