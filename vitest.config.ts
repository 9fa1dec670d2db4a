import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['machines/**/*.test.ts', 'properties/**/*.test.ts', 'src/**/*.test.ts'],
    testTimeout: 120_000,
    // By default vitest leaves a processor idle.
    maxWorkers: '100%',
  },
});
