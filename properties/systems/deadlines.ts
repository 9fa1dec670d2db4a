import { deadlinesSystem, SHORT_DEADLINES } from '../../machines/systems/deadlines.ts';
import { fixesFromBits } from '../../machines/vocabulary.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { witnesses } from '../keep-alive/witnesses.ts';
import { DEADLINES, READ_TIMES, READ_WITNESSES } from '../outages/deadlines.ts';
import { FIXES_AXIS, SCHEDD_REVISION, WITH_ALL_FIXES, withFixes } from './axes.ts';

const OF_READS = witnesses(['first']).filter(({ id }) => READ_WITNESSES.includes(id));

export const deadlines = defineSystem({
  name: 'deadlines',
  sentence:
    'A client that may fall silent at any byte, and what waits for it: reads of 1 s, and DaemonCore with its deadlines a hundred times as short',
  axes: {
    reader: { values: ['schedd', 'startd'], about: 'which daemon reads' },
    revision: SCHEDD_REVISION,
    fixes: FIXES_AXIS,
    perSecond: { open: 'count', default: 2, about: 'how often the clock ticks in a second' },
    deadlines: {
      values: ['short', 'quick', 'whole'],
      about: "how long DaemonCore's deadlines are",
      means: { short: 'a hundredth', quick: 'a second each', whole: 'as they are' },
    },
  },
  cases: [
    {
      id: '2011-0000',
      sentence: 'A schedd of October 2011',
      choices: { reader: 'schedd', revision: '2011', fixes: withFixes() },
    },
    {
      id: '2011-1111',
      sentence: 'A schedd of October 2011 with the four fixes',
      choices: { reader: 'schedd', revision: '2011', fixes: WITH_ALL_FIXES },
    },
    {
      id: 'head',
      sentence: 'A schedd of HEAD',
      choices: { reader: 'schedd', revision: 'head', fixes: WITH_ALL_FIXES },
    },
    {
      id: 'startd',
      sentence: 'A startd of HEAD, and a schedd that falls silent in its reply',
      choices: { reader: 'startd', revision: 'head', fixes: withFixes() },
    },
  ],
  search: ({ fixes, deadlines: length, ...variant }) => ({
    spec: deadlinesSystem({ ...variant, fixes: fixesFromBits(fixes), ...SCALES[length] }),
    properties: variant.reader === 'schedd' ? [...DEADLINES, ...OF_READS] : READ_TIMES,
    unit: 1 / variant.perSecond,
  }),
  compared: (['schedd', 'startd'] as const).map((reader) => ({
    reader,
    revision: 'head' as const,
    fixes: WITH_ALL_FIXES,
    deadlines: 'quick' as const,
  })),
});

const SCALES = {
  short: { scaled: SHORT_DEADLINES },
  quick: { scaled: { command: 1, payload: 1 } },
  whole: {},
} as const;
