import { type Connection, UNKNOWN_CLAIM } from '../../machines/vocabulary.ts';
import type { Pattern, Property } from '../../src/checker/index.ts';
import { all, enters, having, sends, takes, whileIn } from '../../src/checker/index.ts';

const disowned = enters('claim', 'lifecycle.disowned');

const disownedOver = (connection: Connection): Pattern =>
  all(
    disowned,
    having<{ sock: Connection | null }>(({ sock }) => sock === connection),
  );

const readsItem = (connection: Connection, ...kinds: readonly string[]): Pattern =>
  sends(`${connection}.scheddSock`, `${connection}.handler`, 'GOT', ({ item }) =>
    kinds.includes((item as { kind: string }).kind),
  );

/** The claim id of the claim that the properties are about. */
const readsThisClaimId = (connection: Connection): Pattern => readsItem(connection, 'claimId');

/** A whole string: also one that names another claim, and the NULL string, which names none. */
const readsAClaimId = (connection: Connection): Pattern =>
  readsItem(connection, 'claimId', 'otherClaimId', 'nullString');

const findsNothingIn = (table: string, connection: Connection): Pattern =>
  all(sends('matchRecord', `${connection}.handler`, 'NOT_FOUND'), (occurrence) => occurrence.event['table'] === table);

export const repliesUnknown = (connection: Connection): Pattern =>
  sends(
    `${connection}.handler`,
    `${connection}.scheddSock`,
    'PUT',
    ({ items }) => (items as { value: number }[])[0]?.value === UNKNOWN_CLAIM,
  );

const isFreed = (connection: Connection): Pattern => enters(`${connection}.toStartd`, 'free');

const scheddCloses = (connection: Connection): Pattern => takes(`${connection}.scheddSock`, 'CLOSE');

const endOfMessage = (sock: string, result: boolean): Pattern => {
  const answers = (occurrence: Parameters<Pattern>[0]) =>
    occurrence.sends.some(({ message }) => message.type === 'EOM' && message['result'] === result);
  return (occurrence) => occurrence.component === sock && answers(occurrence);
};

const eitherOf =
  (...patterns: readonly Pattern[]): Pattern =>
  (occurrence) =>
    patterns.some((pattern) => pattern(occurrence));

/** The headline as the schedd sees it: claimed of every client, startd or not. */
export const onlyAfterWholeClaimId = (connections: readonly Connection[]): Property => ({
  id: 'S2',
  name: 'No -1 without a claim id',
  violation: 'The schedd can answer -1 without a claim id',
  sentence: 'The schedd sends -1 only after a completely read claim id',
  source: 'ticket #2563: "It is going ahead and processing the command with claim_id=NULL"',
  checks: connections.map((connection) => ({
    kind: 'onlyAfter',
    what: repliesUnknown(connection),
    after: [readsAClaimId(connection)],
    forget: scheddCloses(connection),
  })),
});

/** What must never happen; a claim about one connection is made about each. */
export const safety = (connections: readonly Connection[]): readonly Property[] => [
  {
    id: 'S1',
    name: 'No valid claim is removed',
    violation: 'A valid claim can be removed',
    sentence:
      'A claim is removed as disowned only after the schedd has, in that very connection, read this claim id completely, consulted both tables and found no record',
    source: 'ticket #2563: "it incorrectly determines that the claim is no longer recognized by the schedd"',
    checks: connections.map((connection) => ({
      kind: 'onlyAfter',
      what: disownedOver(connection),
      after: [
        readsThisClaimId(connection),
        findsNothingIn('scheduler', connection),
        findsNothingIn('dedicated scheduler', connection),
      ],
      forget: isFreed(connection),
    })),
  },
  onlyAfterWholeClaimId(connections),
  {
    id: 'S3',
    name: 'No failed read is hidden',
    violation: 'A failed read can be hidden',
    sentence: 'end_of_message() never returns TRUE for a message in which a read has failed',
    source: 'ticket #2563: "allow_empty_message_flag hides the error!"',
    checks: connections.map((connection) => {
      const sock = `${connection}.scheddSock`;
      return {
        kind: 'neverAfter',
        what: endOfMessage(sock, true),
        after: (occurrence) =>
          occurrence.component === sock && occurrence.sends.some(({ message }) => message.type === 'GET_FAILED'),
        forget: eitherOf(endOfMessage(sock, true), endOfMessage(sock, false), scheddCloses(connection)),
      };
    }),
  },
  {
    id: 'S5',
    name: 'No claim with a record is removed',
    violation: 'A claim can be removed although its record exists',
    sentence: 'A claim whose record exists the whole time is never removed as disowned',
    source: 'ticket #2563: "can cause the startd to kill the job"',
    checks: [{ kind: 'never', what: disowned, while: whileIn('matchRecord', 'present') }],
  },
];

/** The flag's legitimate purpose: a command that has no payload. A system of its own, with the same machines. */
export const PAYLOADLESS: readonly Property[] = [
  {
    id: 'S4',
    name: 'Commands without payload work',
    violation: 'A command without payload can fail',
    sentence: 'A command without payload succeeds: its end_of_message() never returns FALSE',
    source: 'daemon_core.cpp HandleReq: "command handlers that call end_of_message() when nothing more was sent"',
    checks: [
      {
        kind: 'never',
        what: (occurrence) =>
          occurrence.component === 'first.handler' &&
          occurrence.event.type === 'EOM' &&
          occurrence.event['result'] === false,
      },
    ],
  },
  {
    id: 'reschedule-served',
    sentence: 'A command without payload is served: its end_of_message() returns TRUE',
    source: 'the antecedent of S4',
    checks: [
      {
        kind: 'sometimes',
        what: (occurrence) =>
          occurrence.component === 'first.handler' &&
          occurrence.event.type === 'EOM' &&
          occurrence.event['result'] === true,
      },
    ],
  },
];
