import { READ } from '../../machines/systems/deadlines.ts';
import { type Stopwatch, secondsByTime } from '../../machines/condor-io/stopwatch.ts';
import { CEDAR_STREAM } from '../stream/cedar-stream.ts';
import { repliesUnknown } from '../keep-alive/keep-alive.ts';
import {
  all,
  type Condition,
  enters,
  isIn,
  never,
  not,
  type Occurrence,
  type Pattern,
  type Property,
  takes,
  witness,
} from '../../src/checker/index.ts';
import { timeGoesOn } from './outage.ts';

const DAEMON_CORE = 'first.daemonCore';

interface Reading {
  readonly read: Stopwatch;
  readonly select: Stopwatch;
}

interface Waiting {
  readonly commandRead: 'blocking' | 'non-blocking';
  readonly deadlines: { readonly command: number; readonly payload: number } | null;
  readonly watch: Stopwatch | null;
}

type Wait = 'command' | 'payload';

const WAITS = { command: 'waitingForCommand', payload: 'waitingForPayload' } as const;

/** How long something has lasted before the transition, in seconds. */
const seconds = ({ elapsed, perSecond }: Stopwatch): number => (elapsed ?? 0) / perSecond;

const reading = ({ from }: Occurrence) => from.snapshot.context as Reading;

/** The read has lasted so long before the transition. */
const lasting =
  (like: (seconds: number, read: Stopwatch) => boolean): Pattern =>
  (occurrence) => {
    const { read } = reading(occurrence);
    return like(seconds(read), read);
  };

const after = ({ to }: Occurrence) => (to.snapshot.context as Reading).read;

/** condor_read() has all that it wanted, or has learnt that it will not get it. */
const isTheEnd = ({ component, event }: Occurrence) =>
  component === READ && ['HEADER', 'BAD_HEADER', 'PACKET', 'BODY', 'CLOSED', 'TIMEOUT'].includes(event.type);

/** Nobody waits any more, and nothing is measured. */
const isOver = (occurrence: Occurrence) => isIn(occurrence.to.snapshot, 'idle') && after(occurrence).elapsed === null;

/** select() has waited in vain. */
const selectTimesOut = takes(READ, 'TIMEOUT');

/** A fragment has come, and the read is given up without another look. */
const givesUpAtFragment: Pattern = (occurrence) =>
  occurrence.component === READ &&
  ['HEADER_BYTES', 'BODY_BYTES'].includes(occurrence.event.type) &&
  occurrence.sends.some(({ message }) => message.type === 'TIMEOUT');

const givesUpWithinASecond = all(
  givesUpAtFragment,
  lasting((time) => time < 1),
);

const givesUp: Pattern = (occurrence) => selectTimesOut(occurrence) || givesUpAtFragment(occurrence);

/** DaemonCore measures how long a wait lasts. */
const isMeasuring: Pattern = ({ component, to }) =>
  component === DAEMON_CORE && (to.snapshot.context as Waiting).watch?.elapsed != null;

/** It waits; at HEAD the deadline for a command is not over while a part of it is read. */
const waitsOrReadsCommand: Pattern = ({ to: { snapshot } }) =>
  isIn(snapshot, WAITS.command) ||
  isIn(snapshot, WAITS.payload) ||
  (isIn(snapshot, 'readingCommand') && (snapshot.context as Waiting).commandRead === 'non-blocking');

/** DaemonCore takes an event, and has waited so long, in seconds, of a wait that an idle event loop ends after `latest`. */
const waiting = (type: string, wait: Wait, like: (seconds: number, latest: number) => boolean): Pattern =>
  all(takes(DAEMON_CORE, type, WAITS[wait]), ({ from }) => {
    const { watch, deadlines, commandRead } = from.snapshot.context as Waiting;
    if (!watch || !deadlines) return false;
    const isTimer = wait === 'command' && commandRead === 'blocking';
    return like(seconds(watch), deadlines[wait] + (isTimer ? 0 : 1));
  });

const CONDOR_READ = 'condor_rw.cpp condor_read: start_time + timeout > cur_time, set_timeout()';
const COMMAND_DEADLINE =
  'daemon_command.cpp WaitForSocketData: SEC_TCP_SESSION_DEADLINE; in 2011 RegisterSocketForHandleReq: 200 s';
const DEADLINE = 'daemon_core.cpp CallCommandHandler, HandleReqPayloadReady; stream.cpp deadline_expired';

/** A client that has gone is no end either: the schedd listens on. */
const NEVER: Condition = { of: [READ], is: () => false };

/** The properties of a read with timeout(1), whichever daemon's. */
export const READ_TIMES: readonly Property[] = [
  {
    id: 'T10',
    sentence:
      'A read with timeout(1) is given up after a second without a byte, or at a byte that comes when time() has gone on; it lasts less than 2 s, and each read has a time-out of its own',
    source: CONDOR_READ,
    checks: never(
      all(selectTimesOut, (occurrence) => seconds(reading(occurrence).select) !== 1),
      all(
        givesUpAtFragment,
        lasting((_, read) => secondsByTime(read) === 0),
      ),
      (occurrence) => occurrence.component === READ && seconds(after(occurrence)) >= 2,
      (occurrence) => isTheEnd(occurrence) && !isOver(occurrence),
    ),
  },
  timeGoesOn(NEVER),
  witness(
    'read-gives-up-after-a-second',
    'A read that has got nothing is given up after exactly a second',
    CONDOR_READ,
    all(
      selectTimesOut,
      lasting((time) => time === 1),
    ),
  ),
  witness(
    'read-gives-up-at-once',
    'A read is given up although the pause within it was shorter than a second',
    CONDOR_READ,
    givesUpWithinASecond,
  ),
  witness(
    'read-lasts',
    'A read is given up one tick before it has lasted 2 s',
    CONDOR_READ,
    all(
      givesUp,
      lasting((time, { perSecond }) => time === 2 - 1 / perSecond),
    ),
  ),
];

/** The properties of a schedd and a client that may fall silent; the properties without a clock are stated with it, too. */
export const DEADLINES: readonly Property[] = [
  ...CEDAR_STREAM,
  ...READ_TIMES,
  {
    id: 'T11',
    sentence:
      'A client that falls silent is sent away when its deadline has passed: not before that, and within a second of it, unless a read that blocks ends later',
    source: DEADLINE,
    checks: [
      ...(['command', 'payload'] as const).flatMap((wait) =>
        never(
          waiting('DEADLINE', wait, (time, latest) => time <= latest - 1),
          waiting('TICK', wait, (time, latest) => time >= latest),
        ),
      ),
      ...never(
        all(takes(DAEMON_CORE, 'DEADLINE'), not(enters(DAEMON_CORE, 'listening'))),
        all(isMeasuring, not(waitsOrReadsCommand)),
      ),
    ],
  },
  witness(
    'payload-deadline',
    'No payload comes, and an idle schedd closes the connection a second after the deadline',
    DEADLINE,
    waiting('DEADLINE', 'payload', (time, latest) => time === latest),
  ),
  witness(
    'payload-deadline-sooner',
    'A schedd that wakes for something else does so sooner, for time() has gone on',
    DEADLINE,
    waiting('DEADLINE', 'payload', (time, latest) => time < latest),
  ),
  witness(
    'command-deadline',
    'No command comes, or not all of it, and the connection is closed',
    COMMAND_DEADLINE,
    waiting('DEADLINE', 'command', (time, latest) => time === latest),
  ),
  witness(
    'command-deadline-after-read',
    'A read that blocks for the rest of a header holds the schedd over the deadline',
    COMMAND_DEADLINE,
    waiting('DEADLINE', 'command', (time, latest) => time > latest),
  ),
  witness(
    'unread-claim-id-rejected-within-a-second',
    'A claim id that paused for less than a second is answered -1, unread',
    'ticket #2563, condor_read(); measured/alive-replies.json: "pieces, 0.25 s apart" is answered -1 in 0000 and 1000',
    repliesUnknown('first'),
    { after: [givesUpWithinASecond], forget: takes('first.scheddSock', 'CLOSE') },
  ),
];

/** What reads do without a clock, they do with one. */
export const READ_WITNESSES: readonly string[] = [
  'timeout-at-0-header-bytes',
  'timeout-in-header',
  'timeout-in-body',
  'header-put-together',
  'body-put-together',
];
