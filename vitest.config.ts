import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // Long enough for a busy machine: no test asserts a time by them.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // A browser under test wants a core of its own: where a run decides what lands, files go one after the other.
    maxWorkers: process.env.CI === undefined ? 2 : 1,
  },
});
