// Who may import whom. The rules are those of ARCHITECTURE.md; dependency-cruiser reads the sources with TypeScript, so
// imports of types alone are told apart from imports that run.
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType, type IModule } from 'dependency-cruiser';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Fewer modules than this means that the sources were not read (a TypeScript the tool does not know gives none). */
const modulesMin = { server: 35, shared: 14, kiosk: 15, admin: 25 };

const library = (name: string): string => `node_modules/(${name})(/|$)`;

const forbidden: IForbiddenRuleType[] = [
  {
    name: 'shared-stands-alone',
    from: { path: '^shared/' },
    to: { pathNot: ['^shared/', 'node_modules/'] },
  },
  { name: 'shared-without-node', from: { path: '^shared/' }, to: { dependencyTypes: ['core'] } },
  {
    name: 'shared-without-server-libraries',
    from: { path: '^shared/' },
    to: { path: library('better-sqlite3|express|socket\\.io|pino|@node-rs/argon2|luxon|commander|preact') },
  },
  { name: 'server-takes-no-screens', from: { path: '^server/' }, to: { path: '^(kiosk|admin)/' } },
  { name: 'kiosk-takes-shared-alone', from: { path: '^kiosk/' }, to: { path: '^(server|admin)/' } },
  { name: 'admin-takes-shared-alone', from: { path: '^admin/' }, to: { path: '^(server|kiosk)/' } },
  {
    name: 'screens-without-node',
    from: { path: '^(kiosk|admin)/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'sources-take-no-tests',
    from: { path: '^(server|shared|kiosk|admin)/' },
    to: { path: '^(test|bench|scripts|dist)/' },
  },
  {
    name: 'sqlite-stays-in-storage',
    from: { path: '^(server|shared|kiosk|admin)/', pathNot: '^server/storage/' },
    to: { path: library('(@types/)?better-sqlite3') },
  },
  {
    name: 'express-and-sockets-stay-outside',
    from: {
      path: '^(server|shared|kiosk|admin)/',
      pathNot: ['^server/http/', '^server/live/', '^server/server\\.ts$'],
    },
    to: { path: library('(@types/)?express|socket\\.io') },
  },
  {
    name: 'stores-are-named-by-the-composition-root',
    from: { path: '^server/', pathNot: ['^server/context\\.ts$', '^server/storage/'] },
    to: { path: '^server/storage/.*-store\\.ts$', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'storage-knows-no-part-above-it',
    from: { path: '^server/storage/' },
    to: {
      path: '^server/',
      // fault-point.ts stands beside every part: the places at which tests have the process die.
      pathNot: ['^server/storage/', '^server/fault-point\\.ts$'],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'no-cycles-at-run-time',
    from: { path: '^(server|shared)/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  { name: 'everything-resolves', from: {}, to: { couldNotResolve: true } },
];

let result: ICruiseResult;

beforeAll(async () => {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    jsx: ts.JsxEmit.ReactJSX,
    jsxImportSource: 'preact',
  };
  const { output } = await cruise(
    ['server', 'shared', 'kiosk', 'admin'],
    {
      baseDir: root,
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
      ruleSet: { forbidden },
      validate: true,
      enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
    },
    undefined,
    { tsConfig: { options: compilerOptions, fileNames: [], errors: [] } },
  );
  result = output as ICruiseResult;
});

const isSource = (module: IModule): boolean => /\.tsx?$/.test(module.source);

describe('imports', () => {
  test.each(Object.entries(modulesMin))('%s was read', (folder, least) => {
    const modules = result.modules.filter(
      (module) => module.source.startsWith(`${folder}/`) && isSource(module),
    );
    expect(modules.length).toBeGreaterThanOrEqual(least);
    expect(modules.some((module) => module.dependencies.length > 0)).toBe(true);
  });

  test('go in the allowed directions', () => {
    const broken = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
    expect(broken).toEqual([]);
  });

  test('of types alone are told apart from those that run', () => {
    const services = result.modules.find((module) => module.source === 'server/services.ts');
    const context = result.modules.find((module) => module.source === 'server/context.ts');
    const toStore = (module: IModule | undefined) =>
      module?.dependencies.find(({ resolved }) => resolved === 'server/storage/visit-store.ts');
    expect(toStore(services)?.dependencyTypes).toContain('type-only');
    expect(toStore(context)?.dependencyTypes).not.toContain('type-only');
  });
});
