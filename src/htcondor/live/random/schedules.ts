import fc from 'fast-check';
import { WIRE_PATHS } from '../../../../machines/condor-io/alive-message.ts';
import { encodePacket, encodeString } from '../../../../machines/condor-io/cedar.ts';
import { KNOWN_CLAIM_ID } from '../../conform/conform.ts';
import { type ClientSchedule, ENDINGS } from '../../conform/schedule.ts';
import type { Candidate, Predictor } from '../probe/predict.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const KNOWN = encodeString(KNOWN_CLAIM_ID);
const PACKET = encodePacket(KNOWN);

/** What a network makes of a claim id, and what no startd sends. */
const PIECES = fc.oneof(
  { weight: 3, arbitrary: fc.nat(PACKET.length).map((length) => PACKET.subarray(0, length)) },
  { weight: 3, arbitrary: fc.nat(PACKET.length).map((from) => PACKET.subarray(from)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      PACKET,
      encodePacket(KNOWN, 0),
      encodePacket(KNOWN.subarray(0, -1)),
      encodePacket(new Uint8Array()),
      encodePacket(encodeString(null)),
      Uint8Array.of(0x2f),
    ),
  },
);

/** Schedules at random; of those in which a moment lies on a time-out isRobust() knows. */
export const SCHEDULES: fc.Arbitrary<ClientSchedule> = fc.record({
  path: fc.constantFrom(...WIRE_PATHS),
  gap: fc.constantFrom(0, 0.3, 0.65, 1.4),
  end: fc.constantFrom(...ENDINGS),
  writes: fc.array(fc.tuple(fc.constantFrom(0, 0.25, 0.45, 0.7, 1.3, 2.4), PIECES.map(hex)), { maxLength: 4 }),
});

/** A busy machine is late by less than so many seconds; a step that should come at the very end of a time-out may come just before it. */
const LATE = [-0.03, 0.06, 0.15];

/** Whether a client sees the same if every step of it is a little early or late: on a wall clock only such a schedule says anything. */
export function isRobust(predictor: Predictor, candidate: Candidate, schedule: ClientSchedule): boolean {
  const text = (one: ClientSchedule) =>
    [...new Set([...predictor.allowed(candidate, one)].map(({ reply, connection }) => `${reply} ${connection}`))]
      .toSorted()
      .join();
  const expected = text(schedule);
  return LATE.every((late) => {
    const writes = schedule.writes.map(([wait, bytes]) => [wait > 0 ? wait + late : 0, bytes] as const);
    const gap = schedule.gap > 0 ? schedule.gap + late : 0;
    return text({ ...schedule, gap, writes }) === expected;
  });
}
