import * as v from 'valibot';
import { WIRE_PATHS } from '../../../machines/condor-io/alive-message.ts';
import { ALL_SUBSETS, REVISIONS } from '../../../machines/vocabulary.ts';
import { readJson } from '../../files/input.ts';
import { byKey, fields, hex, integer, oneOf, records, seconds, text, truth } from '../../files/schema.ts';
import type { MeasuredRecord } from './conform.ts';
import { CONNECTIONS } from './outcome.ts';
import { ENDINGS } from './schedule.ts';

const OUTCOME = fields({
  reply: v.nullable(integer('an int or null')),
  connection: oneOf(CONNECTIONS),
  unknownClaimLogged: v.optional(truth()),
  getSecret: v.optional(v.nullable(truth('true, false or null'))),
  handlerCalled: v.optional(truth()),
});

const OUTCOMES = v.pipe(v.array(OUTCOME), v.nonEmpty('an outcome or a list of outcomes'));

const BY_SUBSET = 'an object of outcomes by subset';

const RECORD = fields({
  mode: oneOf(REVISIONS),
  path: oneOf(WIRE_PATHS),
  gap: seconds(),
  case: text(),
  writes: v.array(v.strictTuple([seconds(), hex()], '[seconds, hex]'), 'a list of [seconds, hex]'),
  end: oneOf(ENDINGS),
  fin: v.optional(oneOf(['apart'])),
  outcomes: v.pipe(
    byKey(
      v.picklist(ALL_SUBSETS, 'four bits were expected'),
      v.lazy((given) => (Array.isArray(given) ? OUTCOMES : OUTCOME)),
      BY_SUBSET,
    ),
    v.minEntries(1, BY_SUBSET),
  ),
});

/**
 * The records of a measured file.
 *
 * @throws {InputError} with one line that names the file, the record and the field
 */
export const loadRecords = (file: string): MeasuredRecord[] => readJson(file, records(RECORD));
