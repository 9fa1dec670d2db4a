import { rescheduleSystem } from '../../machines/systems/reschedule.ts';
import { fixesFromBits, PATHS } from '../../machines/vocabulary.ts';
import { defineSystem, valuesOf } from '../../src/checker/index.ts';
import { PAYLOADLESS } from '../keep-alive/keep-alive.ts';
import { FIXES_AXIS, PATH_AXIS } from './axes.ts';
import { SUBSETS } from './keep-alive.ts';

export const reschedule = defineSystem({
  name: 'reschedule',
  sentence: 'A client that sends RESCHEDULE, a command without a payload, to the schedd of the ticket',
  label: 'a command without payload',
  axes: { path: PATH_AXIS, fixes: FIXES_AXIS },
  search: ({ path, fixes }) => ({
    spec: rescheduleSystem({ path, fixes: fixesFromBits(fixes) }),
    properties: PAYLOADLESS,
  }),
  small: SUBSETS.flatMap((fixes) => PATHS.map((path) => ({ path, fixes }))),
  compared: PATHS.flatMap((path) => valuesOf(FIXES_AXIS).map((fixes) => ({ path, fixes: String(fixes) }))),
  family: 'keep-alive',
  searched: 'beside',
});
