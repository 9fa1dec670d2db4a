import { onlyAfterWholeClaimId } from './keep-alive.ts';
import type { Property } from './language.ts';
import { sends, takes } from './language.ts';

const SOCK = 'first.scheddSock';

/** Where condor_read() has some bytes of a packet, and not all. */
const IN_THE_MIDDLE = [
  'message.open.reading.header.some',
  'message.open.reading.body',
  'message.open.readingWithoutBlocking.restOfHeader',
];

const failsInTheMiddle = IN_THE_MIDDLE.map((path) => takes(SOCK, 'TIMEOUT', path));

/** What is claimed of the schedd's side of a stream, whoever is at the other end. */
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
];
