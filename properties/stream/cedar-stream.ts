import { onlyAfterWholeClaimId } from '../keep-alive/keep-alive.ts';
import { isIn, type Occurrence, type Property, sends, takes } from '../../src/checker/index.ts';

const SOCK = 'first.scheddSock';

/** Where condor_read() has some bytes of a packet, and not all. */
const IN_THE_MIDDLE = [
  'message.open.reading.header.some',
  'message.open.reading.body',
  'message.open.readingWithoutBlocking.restOfHeader',
];

const failsInTheMiddle = IN_THE_MIDDLE.map((path) => takes(SOCK, 'TIMEOUT', path));

/** What condor_read() says of its failure, by what it met while it blocked; without blocking an RST is a closed socket too. */
const MET: Readonly<Record<string, RegExp>> = {
  fin: /^condor_read\(\): Socket closed when trying to read /,
  rst: /^condor_read\(\) failed: recv\(\) returned -1, errno = 104 /,
  timeout: /^condor_read\(\): timeout reading /,
  notBlocking: /^condor_read\(\): (?:Socket closed|timeout) .* (?:from|reading) /,
};

/** A read that has failed in condor_read() writes its line, and handle_incoming_packet() one of the packet. */
function isUnlogged({ event, from, prints }: Occurrence): boolean {
  const blocks = isIn(from.snapshot, 'message.open.reading');
  if (!blocks && !isIn(from.snapshot, 'message.open.readingWithoutBlocking')) return false;
  const isRefused = event.type === 'BAD_HEADER' || (event.type === 'HEADER_BYTES' && !blocks && 'fault' in event);
  if (isRefused) return !prints[0]?.startsWith('IO: Incoming packet ');
  if (event.type !== 'CLOSED' && event.type !== 'TIMEOUT') return false;
  const met = event.type === 'TIMEOUT' ? 'timeout' : (event['by'] as string);
  return !MET[blocks ? met : 'notBlocking']?.test(prints[0] ?? '') || !/^IO: .*packet/i.test(prints[1] ?? '');
}

/** TRUE is said of a message that was read to its end, and until 27895 of one that the flag forgives. */
function isEnded({ to, sends: sent, prints }: Occurrence): boolean {
  const { items } = to.snapshot.context as { items: readonly unknown[] };
  const isRefused = sent.some(({ message }) => message['result'] === false);
  return isIn(to.snapshot, 'message.open.empty') && items.length === 0 && isRefused === prints.length > 0;
}

/** The properties of the schedd's side of a stream, whoever is at the other end. */
export const CEDAR_STREAM: readonly Property[] = [
  onlyAfterWholeClaimId(['first']),
  {
    id: 'M1',
    sentence: 'After a failed partial read no later read on that stream yields a parsed message',
    source: '3393: "A previous read failure has left the stream in an inconsistent state"',
    checks: [
      {
        kind: 'neverAfter',
        what: sends(SOCK, 'first.handler', 'GOT'),
        after: (occurrence) => failsInTheMiddle.some((pattern) => pattern(occurrence)),
        forget: takes(SOCK, 'CLOSE'),
      },
    ],
  },
  {
    id: 'M2',
    sentence: 'A read that fails says in the log what it met, and what became of the packet',
    source:
      'condor_rw.cpp condor_read; reli_sock.cpp handle_incoming_packet, rcv_packet: what tells a spurious -1 apart',
    checks: [{ kind: 'never', what: (occurrence) => occurrence.component === SOCK && isUnlogged(occurrence) }],
  },
  {
    id: 'M3',
    sentence: 'After end_of_message() nothing of a message is left, and one that was not read to its end is logged',
    source: 'reli_sock.cpp end_of_message: "Failed to read end of message", rcv_msg.reset()',
    checks: [
      {
        kind: 'never',
        what: (occurrence) => takes(SOCK, 'END_OF_MESSAGE', 'message.open.ready')(occurrence) && !isEnded(occurrence),
      },
    ],
  },
];
