/** What a run shows from outside, and in the schedd's log. */
export interface Outcome {
  readonly reply: number | null;
  readonly connection: string;
  readonly unknownClaimLogged: boolean;
  readonly getSecret: boolean | null;
  readonly handlerCalled: boolean;
}

export const CONNECTIONS = ['closed', 'open after 3 s', 'reset by the client'] as const;
const FIELDS = ['reply', 'connection', 'unknownClaimLogged', 'getSecret', 'handlerCalled'] as const;

const OUTCOMES = new Map<string, Outcome>();

/** Equal outcomes are one object. */
export function outcome(
  reply: number | null,
  connection: (typeof CONNECTIONS)[number],
  unknownClaimLogged: boolean,
  getSecret: boolean | null,
  handlerCalled: boolean,
): Outcome {
  const key = `${reply} ${connection} ${unknownClaimLogged} ${getSecret} ${handlerCalled}`;
  let known = OUTCOMES.get(key);
  if (!known) OUTCOMES.set(key, (known = { reply, connection, unknownClaimLogged, getSecret, handlerCalled }));
  return known;
}

/** The fields in which two outcomes differ. */
export function differences(one: Outcome, other: Outcome): string[] {
  return FIELDS.filter((field) => one[field] !== other[field]);
}
