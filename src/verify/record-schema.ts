import * as v from 'valibot';
import { byKey, choice, fields, integer, reasonByName, records, text } from '../files/schema.ts';

/** What records must look like, so that a file that is cut short or edited by mistake is one line and no crash. */

const VERDICTS = 'an object of verdicts by property';

/** A count: digits in a text where it is too large for a number. */
const COUNT = v.union(
  [integer('a count'), v.pipe(v.string('a count'), v.regex(/^[1-9]\d{15,}$/, 'a count'))],
  'a count',
);

const SEARCH = {
  states: COUNT,
  transitions: COUNT,
  depth: integer(),
  verdicts: v.pipe(byKey(text(), text(), VERDICTS), v.minEntries(1, VERDICTS)),
};

/** What tells a row from others. */
const KEY = choice();

const COUNTS = v.strictTuple([integer(), integer(), integer()], '[states, transitions, depth]');
const SEARCHES = byKey(text(), fields(SEARCH), 'an object of searches');

/** Rows with what is expected of each: a search's own fields, the row's key, and what is searched beside it. */
export const EXPECTED_ROWS = records(
  fields(
    SEARCH,
    v.lazy((value) => {
      if (Array.isArray(value)) return COUNTS;
      return typeof value === 'object' ? SEARCHES : KEY;
    }),
  ),
);

/** Rows with their shortest runs by property, as indices of choices. */
export const RUN_ROWS = records(
  fields({ runs: byKey(text(), v.array(integer(), 'a list of choices'), 'an object of runs by property') }, KEY),
);

export { reasonByName as REASONS };
