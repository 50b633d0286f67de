// What must not stand in any committed file: paths of one machine, registry addresses, tests switched off.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const textFile = /\.(ts|tsx|mjs|js|json|md|css|html|sql|yaml|yml|csv|svg|txt)$|^\.ci\/|^LICENSE$|^\.npmrc$/;

const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => textFile.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** `file:line` of every line that matches. */
function places(pattern: RegExp, within: (path: string) => boolean = () => true): string[] {
  return files
    .filter(({ path }) => within(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
}

describe('committed files', () => {
  test('were read', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.some(({ path }) => path === 'server/main.ts')).toBe(true);
  });

  test('hold no path of a machine', () => {
    // Written in pieces so that this file passes its own test.
    const folders = ['work', 'root', 'Users'].join('|');
    const pattern = new RegExp(`(^|[\\s"'\`(=:])/(${folders}|tmp)/[A-Za-z0-9._-]`);
    expect(places(pattern, (path) => path !== 'package-lock.json')).toEqual([]);
  });

  test('name no package registry', () => {
    const pattern = new RegExp(['registry\\.npm', 'npmjs\\.org', 'registry\\.yarn', 'npmmirror'].join('|'));
    expect(places(pattern, (path) => !path.startsWith('test/hygiene/'))).toEqual([]);
  });

  test('switch no test off, and leave none for later', () => {
    const pattern = /\b(test|it|describe|suite|bench)\.(skip|only|todo|fails)\b|\bx(it|describe)\(/;
    expect(
      places(pattern, (path) => /\.test\.tsx?$/.test(path) && !path.startsWith('test/hygiene/')),
    ).toEqual([]);
  });

  test('the lock names packages and checksums, and no address', () => {
    const lock = JSON.parse(files.find(({ path }) => path === 'package-lock.json')!.text) as {
      packages: Record<string, { resolved?: string; integrity?: string; link?: boolean; version?: string }>;
    };
    const packages = Object.entries(lock.packages).filter(([name]) => name !== '');
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
    expect(packages.filter(([, entry]) => entry.link !== true && entry.integrity === undefined)).toEqual([]);
  });

  test('dependencies are pinned to one version each', () => {
    const manifest = JSON.parse(files.find(({ path }) => path === 'package.json')!.text) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});
