// What the build does with the two applications after vite: pages that need few round trips, and brotli copies.
//
// On a slow mobile line a round trip costs as much as 20 kB, and a second connection two of them more. So a page brings
// its styles inside it, its first script is one file, and the administration's page says itself which of its two
// programs an address needs: the whole application, or the much smaller one of a screen on a wall.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const root = join(import.meta.dirname, '..');
export const screenTargets = ['chrome87', 'firefox91', 'safari15'];

const common = { configFile: false, logLevel: 'warn', clearScreen: false };

/** Runs one build of vite and returns its chunks. */
async function chunksOf(config) {
  const { build } = await import('vite');
  const { default: preact } = await import('@preact/preset-vite');
  const { output } = await build({ ...common, plugins: [preact()], ...config });
  return output.filter((file) => file.type === 'chunk');
}

/** The one script with which a page starts. Throws when it waits for a second one. */
function onlyFirst(chunks, name) {
  const entry = chunks.find((chunk) => chunk.isEntry && chunk.name === name);
  if (entry === undefined) throw new Error(`${name} was not built`);
  if (entry.imports.length > 0)
    throw new Error(
      `${entry.fileName} waits for ${entry.imports.join(', ')}: the first script has to be one file`,
    );
  return entry;
}

export async function buildKiosk(outDir) {
  const appRoot = join(root, 'kiosk/screen');
  const chunks = await chunksOf({
    root: appRoot,
    base: '/kiosk/',
    build: {
      outDir,
      emptyOutDir: true,
      target: screenTargets,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: { index: join(appRoot, 'index.html'), sw: join(appRoot, 'sw.ts') },
        output: {
          entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  });
  onlyFirst(chunks, 'index');
  const page = join(outDir, 'index.html');
  writeFileSync(page, withInlineStyles(readFileSync(page, 'utf8'), outDir, 'kiosk'));
  writePrecacheList(outDir);
  compressAll(outDir);
}

/** A kiosk's screens as the administration shows them before a questionnaire is in use: no line, no store, no key. */
export async function buildKioskPreview(outDir) {
  await chunksOf({
    root: join(root, 'kiosk/preview'),
    base: '/kiosk-preview/',
    build: { outDir, emptyOutDir: true, target: screenTargets },
  });
  compressAll(outDir);
}

export async function buildAdmin(outDir) {
  const appRoot = join(root, 'admin');
  const admin = { root: appRoot, base: '/admin/' };
  await chunksOf({ ...admin, build: { outDir, emptyOutDir: true, target: screenTargets } });
  const wall = onlyFirst(
    await chunksOf({
      ...admin,
      publicDir: false,
      build: {
        outDir,
        emptyOutDir: false,
        target: screenTargets,
        modulePreload: { polyfill: false },
        rollupOptions: {
          input: { wall: join(appRoot, 'wall.tsx') },
          output: { entryFileNames: 'assets/[name]-[hash].js' },
        },
      },
    }),
    'wall',
  );
  const page = join(outDir, 'index.html');
  const styled = withInlineStyles(readFileSync(page, 'utf8'), outDir, 'admin');
  const app = { scripts: [], preloads: [] };
  const withoutScripts = styled
    .replace(/\s*<script type="module"[^>]*\bsrc="([^"]+)"[^>]*><\/script>/g, (_tag, src) => {
      app.scripts.push(src);
      return '';
    })
    .replace(/\s*<link rel="modulepreload"[^>]*\bhref="([^"]+)"[^>]*>/g, (_tag, href) => {
      app.preloads.push(href);
      return '';
    });
  if (app.scripts.length !== 1) throw new Error('the page of the administration has no one first script');
  const start = await startScript({
    app: { script: app.scripts[0], preloads: app.preloads },
    wall: { script: `/admin/${wall.fileName}`, preloads: [] },
  });
  const version = createHash('sha256').update(withoutScripts).update(start).digest('hex').slice(0, 12);
  writeFileSync(
    page,
    withoutScripts.replace(
      '</head>',
      () => `  <script data-version="${version}">${start}</script>\n  </head>`,
    ),
  );
  compressAll(outDir);
}

/** admin/start.ts as one classic script, with the names of the files that this build gave. */
async function startScript(programs) {
  const [chunk] = await chunksOf({
    root: join(root, 'admin'),
    publicDir: false,
    plugins: [],
    define: { PROGRAMS: JSON.stringify(programs) },
    build: {
      write: false,
      target: screenTargets,
      modulePreload: false,
      rollupOptions: { input: join(root, 'admin/start.ts'), output: { format: 'iife' } },
    },
  });
  if (/<\/script/i.test(chunk.code)) throw new Error('the start script cannot stand inside the page');
  return chunk.code.trim();
}

/** Whether a script of the build loads the file before a part that comes later; that part would not come without it. */
function isAskedFor(file, outDir) {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const assets = join(outDir, 'assets');
  return readdirSync(assets).some(
    (other) => other.endsWith('.js') && readFileSync(join(assets, other), 'utf8').includes(name),
  );
}

/** The page with its style sheets inside it; their files are taken away where nothing else asks for them. */
function withInlineStyles(html, outDir, name) {
  let count = 0;
  const written = html.replace(
    new RegExp(`<link rel="stylesheet"[^>]*\\bhref="/${name}/([^"]+)"[^>]*>`, 'g'),
    (_tag, file) => {
      count += 1;
      const css = readFileSync(join(outDir, file), 'utf8').trim();
      if (/<\/style/i.test(css)) throw new Error(`${file} cannot stand inside the page`);
      if (!isAskedFor(file, outDir)) rmSync(join(outDir, file));
      return `<style>${css}</style>`;
    },
  );
  if (count !== 1) throw new Error(`the page of ${name} has ${count} style sheets instead of one`);
  return written;
}

/** Writes into the service worker what it has to keep: the files of this build and a version made of them. */
function writePrecacheList(outDir) {
  const path = join(outDir, 'sw.js');
  const files = readdirSync(join(outDir, 'assets'))
    .map((file) => `assets/${file}`)
    .sort();
  // The names of assets say their content; the page has one name for ever.
  const version = createHash('sha256')
    .update(files.join('\n'))
    .update(readFileSync(join(outDir, 'index.html')))
    .digest('hex')
    .slice(0, 12);
  const code = readFileSync(path, 'utf8');
  const written = code.replace(/["'`]PRECACHE_LIST["'`]/, () =>
    JSON.stringify(JSON.stringify({ version, files })),
  );
  if (written === code) throw new Error('the service worker has no place for its list');
  writeFileSync(path, written);
}

const compressible = /\.(js|css|svg|json)$/;
const compressedBytesMin = 1024;

/** Writes a brotli copy beside every text file of a screen, once, so that the server never compresses while serving. */
function compressAll(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) compressAll(path);
    else if (compressible.test(entry.name) && statSync(path).size >= compressedBytesMin) {
      writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
    }
  }
}
