import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['machines/**/*.test.ts', 'properties/**/*.test.ts', 'src/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
