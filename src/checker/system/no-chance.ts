import { ModelError } from '../errors.ts';

/** The name of what was asked for, where a machine asked for chance or the time. */
let asked: string | null = null;

const refuse = (name: string) => () => {
  asked = name;
  throw new ModelError(`calls ${name}`);
};

const realDate = Date;
const refusingDate = new Proxy(realDate, {
  construct: (target, args, self) =>
    args.length === 0 ? refuse('new Date()')() : (Reflect.construct(target, args, self) as Date),
  apply: refuse('Date()'),
  get: (target, key) => (key === 'now' ? refuse('Date.now') : (Reflect.get(target, key) as unknown)),
});
const refuseRandom = refuse('Math.random');
const refuseNow = refuse('performance.now');
const refuseUuid = refuse('crypto.randomUUID');
const refuseValues = refuse('crypto.getRandomValues');

/**
 * Runs something that must depend on nothing but what it is given: chance and the clocks throw meanwhile.
 *
 * @throws {ModelError} if it asks for one of them, also if it catches what is thrown
 */
export function withoutChance<T>(use: () => T): T {
  const { crypto, performance } = globalThis;
  const { random } = Math;
  asked = null;
  Math.random = refuseRandom;
  globalThis.Date = refusingDate;
  performance.now = refuseNow;
  crypto.randomUUID = refuseUuid;
  crypto.getRandomValues = refuseValues;
  try {
    const result = use();
    if (asked !== null) throw new ModelError(`calls ${asked as string}`);
    return result;
  } finally {
    Math.random = random;
    globalThis.Date = realDate;
    // What is left is what their prototypes have.
    Reflect.deleteProperty(performance, 'now');
    Reflect.deleteProperty(crypto, 'randomUUID');
    Reflect.deleteProperty(crypto, 'getRandomValues');
  }
}
