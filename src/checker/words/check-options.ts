import { ModelError } from '../errors.ts';
import type { ExploreOptions } from '../exploration.ts';
import { checkKeys, checkList, checkOneOf, type Keys } from './known.ts';

/** The options of a search, those that only `verify` has among them. */
const OPTIONS: Keys<ExploreOptions & { symmetry: unknown }> = {
  faults: true,
  maxStates: true,
  maxMemory: true,
  stopWhenHit: true,
  isInterrupted: true,
  engine: true,
  symmetry: true,
  unhandled: true,
  crew: true,
  steps: true,
};

const METHODS = ['bitmap', 'table', 'grouped'];

/** @throws {ModelError} if an option of a search is none, or has a value that it cannot have */
export function checkOptions(options: object): void {
  checkKeys('a search', options, OPTIONS);
  const { engine, faults, maxMemory, maxStates, unhandled } = options as Readonly<Record<string, unknown>>;
  checkOneOf("the option 'engine' of a search", engine, METHODS);
  checkOneOf("the option 'unhandled' of a search", unhandled, ['report', 'refuse']);
  checkList("the option 'faults' of a search", faults, "['a class', …]");
  for (const [name, value] of Object.entries({ maxStates, maxMemory })) {
    if (value === undefined || (typeof value === 'number' && value > 0)) continue;
    throw new ModelError(`the option '${name}' of a search is ${String(value)}; it must be a number above 0`);
  }
}
