import { CONNECTIONS, UNKNOWN_CLAIM } from '../machines/vocabulary.ts';
import { all, enters, goes, having, not, type Pattern, takes, type Telling } from '../src/checker/index.ts';

/** What a reader is told of the daemons' transitions, what matters most first. */

const tell = (when: Pattern, says: Telling['says']): Telling => ({ when, says });

const anyOf =
  (...patterns: readonly Pattern[]): Pattern =>
  (occurrence) =>
    patterns.some((pattern) => pattern(occurrence));

/** The pattern of a component that each connection has. */
const onEach = (part: string, pattern: (component: string) => Pattern): Pattern =>
  anyOf(...CONNECTIONS.map((connection) => pattern(`${connection}.${part}`)));

/** The handler of ALIVE is a component of each connection, or the only one. */
const inHandler = (pattern: (component: string) => Pattern): Pattern =>
  anyOf(onEach('handler', pattern), pattern('handler'));

/** The handler sends an answer like this one. */
const answers =
  (is: (value: number) => boolean): Pattern =>
  ({ sends }) =>
    sends.some(({ message }) => {
      const [item] = (message.type === 'PUT' ? message['items'] : []) as readonly { kind?: string; value?: number }[];
      return item?.kind === 'int' && is(item.value as number);
    });

const hasClaimId = having<{ claimId?: unknown }>(({ claimId }) => claimId !== null);
const isUnknown = answers((value) => value === UNKNOWN_CLAIM);

/** What happens when a claim ends. */
const ENDS = {
  disowned: 'The startd believes the -1 and removes the claim',
  leaseExpired: 'The lease expires, and the startd removes the claim',
  released: 'The schedd gives the claim back',
  vacated: 'The startd gives the claim up',
  died: 'The startd dies, and its claim with it',
} as const;

/** end_of_message() finds no message at all, and returns TRUE all the same. */
const forgives = onEach('scheddSock', (sock) =>
  all(
    takes(sock, 'END_OF_MESSAGE', 'message.open.empty'),
    goes(sock, 'allowEmptyMessageFlag.set', 'allowEmptyMessageFlag.clear'),
    ({ sends }) => sends.some(({ message }) => message.type === 'EOM' && message['result'] === true),
  ),
);

const connectsFor = (path: string) => goes('claim', 'keepAlive.waiting', path);

export const TELLS: readonly Telling[] = [
  ...Object.entries(ENDS).map(([end, says]) => tell(enters('claim', `lifecycle.${end}`), says)),
  tell(
    onEach('scheddSock', (sock) => takes(sock, 'TIMEOUT')),
    "The schedd's read times out",
  ),
  tell(
    onEach('startdSock', (sock) => takes(sock, 'TIMEOUT')),
    "The startd's read times out",
  ),
  tell(takes('matchRecord', 'CLAIM_STARTD', 'unmatched'), 'The schedd claims the slot, and the startd accepts'),
  tell(
    takes('matchRecord', 'CLAIM_STARTD_FOR_PARALLEL_JOB', 'unmatched'),
    'The schedd claims the slot for a parallel job, and the startd accepts',
  ),
  tell(
    takes('matchRecord', 'CLAIM_STARTD_AND_FORGET', 'unmatched'),
    'The startd accepts a claim of which this schedd has no record',
  ),
  tell(takes('matchRecord', 'ADD_MATCH_RECORD'), 'The schedd runs a job on a claim'),
  tell(takes('schedd', 'KILL'), 'The schedd is killed, and its job runs on'),
  tell(takes('schedd', 'START'), 'The schedd is started again, and reads its queue'),
  tell(
    takes('matchRecord', 'MAKE_RECONNECT_RECORD'),
    'The schedd rebuilds the match record, and the shadow that is to reconnect waits for its turn',
  ),
  tell(takes('exchange', 'SIX_ALIVE_INTERVALS_PASS'), '6 × alive_interval pass without an ALIVE'),
  tell(
    anyOf(enters('matchRecord', 'absent'), enters('matchRecord', 'deleted')),
    "The schedd deletes the claim's match record",
  ),
  tell(enters('schedd', 'restarted.rebuilt.jobIdle'), 'The schedd gives the job up, and will start it once more'),
  tell(connectsFor('keepAlive.connecting'), 'The startd begins a keep-alive: it connects to the schedd'),
  tell(enters('claim', 'keepAlive.connected'), 'The startd is connected to the schedd'),
  tell(goes('claim', 'keepAlive.connected', 'keepAlive.startingCommand'), 'The startd sends ALIVE, then the claim id'),
  tell(
    goes('claim', 'keepAlive.connected', 'keepAlive.sendingClaimId'),
    'The startd sends ALIVE and the claim id in one message',
  ),
  tell(enters('claim', 'keepAlive.waiting.fiveSeconds'), 'The keep-alive fails; the startd tries again in 5 s'),
  tell(
    all(
      goes('claim', 'keepAlive.endingReply', 'keepAlive.waiting.aThirdOfTheLease'),
      having<{ reply: number | null }>(({ reply }) => reply !== UNKNOWN_CLAIM),
    ),
    'The startd reads the answer, and the lease starts again',
  ),
  tell(
    onEach('daemonCore', (core) => enters(core, 'waitingForPayload')),
    'DaemonCore waits for the claim id before it calls the handler',
  ),
  tell(
    onEach('daemonCore', (core) => enters(core, 'inHandler')),
    'The schedd reads the command and calls its handler',
  ),
  tell(
    inHandler((handler) => enters(handler, 'gettingSecret')),
    'The handler reads the claim id with get_secret()',
  ),
  tell(
    inHandler((handler) => all(takes(handler, 'GET_FAILED'), enters(handler, 'endingMessage'))),
    'get_secret() fails, and the handler ignores its result',
  ),
  tell(
    inHandler((handler) => all(takes(handler, 'GET_FAILED'), enters(handler, 'idle'))),
    'get_secret() fails, and the handler returns without an answer',
  ),
  tell(
    forgives,
    'end_of_message() still returns TRUE: allow_empty_message_flag forgives a message that was never read',
  ),
  tell(
    inHandler((handler) => all(takes(handler, 'EOM'), enters(handler, 'idle'))),
    'end_of_message() returns FALSE, and the handler returns without an answer',
  ),
  tell(
    inHandler((handler) => all(takes(handler, 'EOM'), isUnknown, not(hasClaimId))),
    'The handler has no claim id, finds no match record, and answers -1',
  ),
  tell(
    inHandler((handler) => all(takes(handler, 'NOT_FOUND'), isUnknown)),
    'No match record has this claim id: the handler answers -1',
  ),
  tell(
    inHandler((handler) =>
      all(
        takes(handler, 'FOUND'),
        answers((value) => value !== UNKNOWN_CLAIM),
      ),
    ),
    'The handler finds the match record, and answers that the claim is known',
  ),
  tell(takes('sock', 'TCP_GIVES_UP'), 'TCP gives up the connection to the starter'),
  tell(takes('shadow', 'RECONNECT_TIMER'), 'The shadow tries to reconnect'),
  tell(takes('shadow', 'CONNECT_TIMEOUT'), 'The attempt to reconnect times out'),
  tell(takes('starter', 'JOB_LEASE_TIMER'), 'The lease of the job is over, and the starter kills the job'),
  tell(takes('outage', 'BEGIN'), 'The outage begins'),
  tell(takes('outage', 'END'), 'The outage ends'),
];
