// The command line: builds what is missing (to standard error), then hands over to server/main.ts as built.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { allTargets, ensureBuilt, root } from './build.mjs';

const needsScreens = process.argv[2] === 'serve';
await ensureBuilt(needsScreens ? allTargets : ['server'], (line) => console.error(line));
const { main } = await import(pathToFileURL(join(root, 'dist/server/main.js')).href);
process.exitCode = await main(process.argv.slice(2), { distDir: join(root, 'dist') });
