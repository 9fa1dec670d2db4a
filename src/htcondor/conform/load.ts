import { WIRE_PATHS } from '../../../machines/condor-io/alive-message.ts';
import { ALL_SUBSETS, REVISIONS } from '../../../machines/vocabulary.ts';
import type { MeasuredRecord } from './conform.ts';
import {
  type Fields,
  first,
  firstWrong,
  isBoolean,
  isHex,
  isObject,
  isOneOf,
  isSeconds,
  isText,
  loadList,
  type Rule,
  shown,
} from './fields.ts';
import { CONNECTIONS, FIELDS } from './outcome.ts';
import { ENDINGS } from './schedule.ts';

/**
 * The records of a measured file.
 *
 * @throws {InputError} with one line that names the file, the record and the field
 */
export function loadRecords(file: string): MeasuredRecord[] {
  return loadList(file, wrongIn) as MeasuredRecord[];
}

const RECORD: readonly Rule[] = [
  ['mode', isOneOf(REVISIONS), REVISIONS.join(', ')],
  ['path', isOneOf(WIRE_PATHS), WIRE_PATHS.join(', ')],
  ['gap', isSeconds, 'a number of seconds'],
  ['case', isText, 'a text'],
  ['writes', Array.isArray, 'a list of [seconds, hex]'],
  ['end', isOneOf(ENDINGS), ENDINGS.join(', ')],
  ['outcomes', isObject, 'an object of outcomes by subset'],
];

const OUTCOME: Readonly<Record<(typeof FIELDS)[number], Rule>> = {
  reply: ['reply', (value) => value === null || Number.isInteger(value), 'an int or null'],
  connection: ['connection', isOneOf(CONNECTIONS), CONNECTIONS.join(', ')],
  unknownClaimLogged: ['unknownClaimLogged', isBoolean, 'true or false'],
  getSecret: ['getSecret', (value) => value === null || isBoolean(value), 'true, false or null'],
  handlerCalled: ['handlerCalled', isBoolean, 'true or false'],
};

/** What is wrong with a record, or null. */
function wrongIn(record: unknown): string | null {
  if (!isObject(record)) return 'an object was expected';
  return (
    firstWrong(record, RECORD) ??
    first(record['writes'] as unknown[], wrongWrite) ??
    first(Object.entries(record['outcomes'] as Fields), ([fixes, measured]) => wrongMeasured(fixes, measured))
  );
}

function wrongWrite(write: unknown, i: number): string | null {
  if (!Array.isArray(write) || write.length !== 2) return `writes[${i}]: [seconds, hex] was expected`;
  if (!isSeconds(write[0])) return `writes[${i}][0]: a number of seconds was expected, not ${shown(write[0])}`;
  return isHex(write[1]) ? null : `writes[${i}][1]: bytes in hex were expected, not ${shown(write[1])}`;
}

function wrongMeasured(fixes: string, measured: unknown): string | null {
  if (!ALL_SUBSETS.includes(fixes)) return `outcomes: four bits were expected, not ${shown(fixes)}`;
  const list = Array.isArray(measured) ? measured : [measured];
  if (list.length === 0) return `outcomes.${fixes}: an outcome or a list of outcomes was expected, not []`;
  return first(list, (outcome) => {
    if (!isObject(outcome)) return `outcomes.${fixes}: an outcome was expected, not ${shown(outcome)}`;
    const wrong = firstWrong(
      outcome,
      FIELDS.map((field) => OUTCOME[field]),
    );
    return wrong && `outcomes.${fixes}.${wrong}`;
  });
}
