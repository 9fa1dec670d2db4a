import { WIRE_PATHS, type WirePath } from '../../../../machines/condor-io/alive-message.ts';
import { concat, encodePacket, encodeString } from '../../../../machines/condor-io/cedar.ts';
import type { ClientSchedule, Ending } from '../../conform/schedule.ts';

/** A schedule with what it does in words. */
export interface ProbeSchedule extends ClientSchedule {
  readonly case: string;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** No claim has it, and no schedule below sends all of it. */
const INVENTED = encodeString('<127.0.0.1:9>#1#1#claimcheck-probe-invented');
const PACKET = encodePacket(INVENTED);
const NULL_STRING = encodePacket(encodeString(null));

/** A NULL string names no claim: every schedd that lets a client in answers it with -1, at once and whatever its fixes are. */
const CONTROL = { case: 'no claim id (a NULL string)', bytes: NULL_STRING, end: 'hold' } as const;

/** What tells the subsets and the revisions apart, as far as a client can (predict.deep.test.ts). */
const BODY = {
  case: 'a claim id cut in its middle, then silence',
  bytes: PACKET.subarray(0, 24),
  end: 'hold',
} as const;
const TELLING: readonly { readonly case: string; readonly bytes: Uint8Array; readonly end: Ending }[] = [
  BODY,
  { case: 'the header of a claim id, then silence', bytes: PACKET.subarray(0, 5), end: 'hold' },
  { case: '3 bytes of a header, then silence', bytes: PACKET.subarray(0, 3), end: 'hold' },
  { case: 'silence', bytes: new Uint8Array(), end: 'hold' },
  {
    case: 'a claim id without its end, complete as a message',
    bytes: encodePacket(INVENTED.subarray(0, -1)),
    end: 'hold',
  },
  {
    case: 'a NULL string and a byte too many',
    bytes: encodePacket(concat(encodeString(null), Uint8Array.of(65))),
    end: 'hold',
  },
  { case: 'a claim id cut in its middle, then a close', bytes: PACKET.subarray(0, 24), end: 'fin' },
];

const make = (path: WirePath, { case: name, bytes, end }: (typeof TELLING)[number], gap = 0): ProbeSchedule => ({
  path,
  gap,
  writes: bytes.length > 0 ? [[0, hex(bytes)]] : [],
  end,
  case: name,
});

/**
 * The paths in the order in which they are tried: a new session is there before it is resumed. Whoever is let in with a command
 * and a claim id in one message is let in with two.
 */
export const TRIED: readonly WirePath[] = ['raw-1msg', 'auth-new', 'auth-resume', 'auth-resume-response'];

/** Which of the paths with a session says most: in the first ones the claim id can be in one segment with the command. */
const FULLEST: readonly WirePath[] = ['auth-resume', 'auth-new', 'auth-resume-response'];

export const control = (path: WirePath): ProbeSchedule => make(path, CONTROL);

/** What is sent over the paths that let the client in. */
export function schedulesFor(paths: readonly WirePath[]): ProbeSchedule[] {
  const fullest = FULLEST.find((path) => paths.includes(path));
  return WIRE_PATHS.filter((path) => paths.includes(path)).flatMap((path) => {
    if (path === fullest) return TELLING.map((one) => make(path, one));
    if (path !== 'raw-2msg') return [make(path, BODY)];
    return [
      make(path, { case: 'the command alone, then silence', bytes: new Uint8Array(), end: 'hold' }),
      make(path, { case: 'the command alone, and a close 0.4 s later', bytes: new Uint8Array(), end: 'fin' }, 0.4),
    ];
  });
}

/** What is sent over all paths, for whoever says beforehand how much that is. */
export const ALL_SCHEDULES = schedulesFor([...TRIED, 'raw-2msg']);
