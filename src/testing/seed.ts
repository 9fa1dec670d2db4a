import fc from 'fast-check';
import { SEED } from './sampled.ts';

/** Every test draws the same each time. */
fc.configureGlobal({ seed: SEED });
