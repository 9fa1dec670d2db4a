import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // XState as users get it: vitest would take its development build, which is slower.
  resolve: { alias: [{ find: /^xstate$/, replacement: fileURLToPath(import.meta.resolve('xstate')) }] },
  test: {
    include: ['machines/**/*.test.ts', 'properties/**/*.test.ts', 'src/**/*.test.ts'],
    testTimeout: 240_000,
    // By default vitest leaves a processor idle.
    maxWorkers: '100%',
  },
});
