/**
 * A file `*.sampled.test.ts` is run twice: by `npm test`, which tries a sample and answers soon, and by `npm run test:deep`,
 * which tries all. What takes long, and can only be tried as a whole, is in a file `*.deep.test.ts`.
 */
export const isDeep = process.env['MODE'] === 'deep';

/** All of them, or without `test:deep` the first of every so many. */
export const sampled = <T>(all: readonly T[], every: number): T[] => all.filter((_, i) => isDeep || i % every === 0);

/** What is drawn at random is the same each time, so that what fails can be seen again. CLAIMCHECK_SEED draws something else. */
export const SEED = Number(process.env['CLAIMCHECK_SEED'] ?? 2563);

/** How many random runs to draw. */
export const draws = (few: number, many: number): number => (isDeep ? many : few);

/** All of them, or without `test:deep` none. */
export const onlyDeep = <T>(all: readonly T[]): readonly T[] => (isDeep ? all : []);
