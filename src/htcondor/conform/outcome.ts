/** What a run shows from outside, and in the schedd's log. */
export interface Outcome {
  readonly reply: number | null;
  readonly connection: string;
  readonly unknownClaimLogged: boolean;
  readonly getSecret: boolean | null;
  readonly handlerCalled: boolean;
}

/** What was measured of one; where only the client looked, what the log says is missing. */
export type MeasuredOutcome = Pick<Outcome, 'reply' | 'connection'> & Partial<Outcome>;

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

/** The fields in which an outcome differs from what was measured of it. */
export function differences(one: Outcome, measured: MeasuredOutcome): string[] {
  return FIELDS.filter((field) => measured[field] !== undefined && one[field] !== measured[field]);
}
