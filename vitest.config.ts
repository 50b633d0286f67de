import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // A browser under test wants a core of its own: where a run decides what lands, files go one after the other.
    maxWorkers: process.env.CI === undefined ? 2 : 1,
  },
});
