import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

const FOLDERS = ['machines', 'properties', 'src', 'examples'];

/** Vitest tells Node to prefer what packages offer for development: what the build imports would be XState's, which is slower. */
const AS_INSTALLED: Plugin = {
  name: 'as-installed',
  configResolved: ({ ssr }) => {
    ssr.resolve = { ...ssr.resolve, conditions: ['node'] };
  },
};

/**
 * `npm run test:deep` runs with `--mode deep`: the exhaustive cross-checks. Of what a `*.sampled.test.ts` tries, `npm test`
 * has a sample (src/testing/sampled.ts).
 */
export default defineConfig(({ mode }) => ({
  // XState as users get it: vitest would take its development build, which is slower.
  resolve: {
    alias: [
      { find: /^xstate$/, replacement: fileURLToPath(import.meta.resolve('xstate')) },
      { find: /^claimcheck$/, replacement: fileURLToPath(new URL('src/checker/index.ts', import.meta.url)) },
      { find: /^claimcheck\/(.+)$/, replacement: fileURLToPath(new URL('src/api/$1.ts', import.meta.url)) },
    ],
  },
  plugins: [AS_INSTALLED],
  test: {
    include: FOLDERS.map((folder) => `${folder}/**/*${mode === 'deep' ? '.{deep,sampled}' : ''}.test.ts`),
    exclude: mode === 'deep' ? [] : ['**/*.deep.test.ts'],
    // What hangs is ended. A slow machine fails no test: none says a limit of its own.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    expect: { poll: { timeout: 600_000 } },
    setupFiles: ['src/testing/seed.ts'],
    // What is run concurrently waits most of the time.
    maxConcurrency: 20,
    // One more than there are processors: some files wait for a browser, a server or a clock most of the time.
    maxWorkers: availableParallelism() + 1,
    // Tables and steps are made by the hundred thousand and stay: less to copy while they are young.
    execArgv: ['--max-semi-space-size=64'],
    // The files of a worker share what it has loaded, and the tables of the systems.
    isolate: false,
    // The build is run as it is.
    server: { deps: { external: [/\/dist\/src\//] } },
  },
}));
