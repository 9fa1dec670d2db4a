import { UNKNOWN_CLAIM } from '../../machines/vocabulary.ts';
import {
  all,
  having,
  isIn,
  type Occurrence,
  type Pattern,
  type Property,
  sends,
  takes,
  whileIn,
  witness,
} from '../../src/checker/index.ts';

const SOCK = 'udp.safeSock';
const DAEMON_CORE = 'udp.daemonCore';
const HANDLER = 'udp.handler';

const replies = (isThis: (value: number) => boolean): Pattern =>
  sends(HANDLER, SOCK, 'PUT', ({ items }) => isThis((items as { value: number }[])[0]?.value ?? 0));

const repliesUnknown = replies((value) => value === UNKNOWN_CLAIM);

const reads = (...kinds: readonly string[]): Pattern =>
  sends(SOCK, HANDLER, 'GOT', ({ item }) => kinds.includes((item as { kind: string }).kind));

const findsNothingIn = (table: string): Pattern =>
  all(sends('matchRecord', HANDLER, 'NOT_FOUND'), (occurrence) => occurrence.event['table'] === table);

const nextMessage = takes(SOCK, 'HANDLE_INCOMING_PACKET');

const readsNothing = sends(SOCK, HANDLER, 'GET_FAILED');

/** How many fragments of messages are kept that are not complete. */
const keeps = (fragments: number): Pattern =>
  having<{ kept: readonly { fragment: { no: number } }[] }>(({ kept }) => kept.length === fragments);

const keepsFragment = (no: number): Pattern =>
  having<{ kept: readonly { fragment: { no: number } }[] }>(({ kept }) => kept[0]?.fragment.no === no);

/** Something of a message that has been dealt with is there when the next may come. */
function leavesSomething({ to }: Occurrence): boolean {
  const { items } = to.snapshot.context as { items: readonly unknown[] };
  return items.length > 0 || !isIn(to.snapshot, 'allowEmptyMessageFlag.clear') || !isIn(to.snapshot, 'message.none');
}

const isTooShort: Pattern = all(takes(SOCK, 'DATAGRAM'), ({ event }) => event['isTooShort'] === true);

const saysEndOfMessageTo = (component: string, result: boolean): Pattern =>
  sends(SOCK, component, 'EOM', (message) => message['result'] === result);

/** What is stated of a schedd that takes ALIVE by UDP, whatever its clients send. */
export const DATAGRAMS: readonly Property[] = [
  {
    id: 'S2',
    sentence: 'The schedd sends -1 only after a completely read claim id',
    source: 'ticket #2563: "It is going ahead and processing the command with claim_id=NULL"',
    checks: [
      {
        kind: 'onlyAfter',
        what: repliesUnknown,
        after: [reads('claimId', 'otherClaimId', 'nullString')],
        forget: nextMessage,
      },
    ],
  },
  {
    id: 'G1',
    sentence:
      'Whatever a network loses and reorders, an honest client is sent -1 only after its claim id was read and both tables were found without it',
    source: 'safe_sock.cpp: no message is ready before all of it has come',
    checks: [
      {
        kind: 'onlyAfter',
        what: repliesUnknown,
        while: whileIn('client', 'honest'),
        after: [reads('claimId'), findsNothingIn('scheduler'), findsNothingIn('dedicated scheduler')],
        forget: nextMessage,
      },
    ],
  },
  {
    id: 'G2',
    sentence: 'Nothing of one message is left for the next, which may be of another client: neither bytes nor the flag',
    source: 'DaemonCommandProtocol::finalize(): "we just do an eom flush all buffers"',
    checks: [{ kind: 'never', what: all(takes(SOCK, 'END_OF_MESSAGE'), leavesSomething) }],
  },
  {
    id: 'G3',
    sentence: 'A datagram that is too short for a command, or for a fragment, is refused with a line in the log',
    source: 'SafeSock::handle_incoming_packet(): "IO: Incoming datagram improperly sized"',
    checks: [{ kind: 'never', what: all(isTooShort, ({ prints }) => prints.length === 0) }],
  },
  witness('too-short', 'A datagram is too short', 'the antecedent of G3', isTooShort),
  witness(
    'renewed',
    'A claim id that came by UDP is found',
    'receive_startd_alive',
    replies((value) => value > 0),
  ),
  witness('unknown', 'A whole claim id that came by UDP is unknown', 'receive_startd_alive', repliesUnknown, {
    after: [reads('otherClaimId')],
    forget: nextMessage,
  }),
  witness(
    'put-together',
    'Two fragments become a message, the first of them first',
    '_condorInMsg::addPacket()',
    all(
      sends(SOCK, DAEMON_CORE, 'PACKET_HANDLED', ({ ready }) => ready === true),
      keeps(1),
      keepsFragment(0),
    ),
  ),
  witness(
    'put-together-reordered',
    'Two fragments become a message, the last of them first',
    '_condorInMsg::addPacket()',
    all(
      sends(SOCK, DAEMON_CORE, 'PACKET_HANDLED', ({ ready }) => ready === true),
      keeps(1),
      keepsFragment(1),
    ),
  ),
  witness(
    'fragment-twice',
    'A fragment comes twice, and counts once',
    '_condorInMsg::addPacket(): "duplicated packet"',
    all(
      sends(SOCK, DAEMON_CORE, 'PACKET_HANDLED', ({ ready }) => ready === false),
      keeps(1),
    ),
  ),
  witness(
    'nothing-to-read',
    'A message without a claim id is consumed when get_secret() fails, and end_of_message() says TRUE',
    'SafeSock::end_of_message(): measured',
    saysEndOfMessageTo(HANDLER, true),
    { after: [readsNothing], forget: nextMessage },
  ),
  witness(
    'rest-forgiven',
    'The flag makes end_of_message() TRUE of a message in which bytes are left that could not be read',
    'SafeSock::end_of_message(): measured; 27895 changed ReliSock only',
    all(
      saysEndOfMessageTo(HANDLER, true),
      having<{ items: readonly unknown[] }>(({ items }) => items.length > 0),
    ),
    { after: [readsNothing], forget: nextMessage },
  ),
  witness(
    'unread-rest',
    'end_of_message() says FALSE of a message that was not read to its end',
    'SafeSock::end_of_message()',
    saysEndOfMessageTo(HANDLER, false),
  ),
];
