import { expect, test } from 'vitest';
import { concat, encodePacket, encodeString } from '../../../../machines/condor-io/cedar.ts';
import { type ClientSchedule, ENDINGS } from '../../conform/schedule.ts';
import { CANDIDATES, Predictor } from './predict.ts';
import { schedulesFor } from './schedules.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const ID = encodeString('<127.0.0.1:9>#1#1#claimcheck-probe-invented');
const PACKET = encodePacket(ID);
const NULL_STRING = encodePacket(encodeString(null));
const BYTES = [
  ...[0, 1, 3, 4, 5, 6, 24, PACKET.length - 1].map((length) => PACKET.subarray(0, length)),
  encodePacket(ID.subarray(0, -1)),
  encodePacket(new Uint8Array()),
  encodePacket(ID.subarray(0, 20), 0),
  encodePacket(concat(encodeString(null), Uint8Array.of(65))),
  Uint8Array.of(47),
  NULL_STRING,
];
const LATER = [[], [[0.6, hex(encodePacket(ID.subarray(0, -1)))]], [[2.4, hex(NULL_STRING)]]] as const;

/** The pairs of candidates, by their places, that one schedule at least tells apart whatever the phase of the second is. */
function toldApart(predictor: Predictor, schedules: readonly ClientSchedule[]): Set<number> {
  const pairs = new Set<number>();
  for (const schedule of schedules) {
    const seen = CANDIDATES.map(
      (candidate) =>
        new Set([...predictor.allowed(candidate, schedule)].map((one) => `${one.reply} ${one.connection}`)),
    );
    seen.forEach((one, i) =>
      seen.forEach((other, j) => {
        if (i < j && ![...one].some((text) => other.has(text))) pairs.add(i * CANDIDATES.length + j);
      }),
    );
  }
  return pairs;
}

test('the schedules of the probe tell apart all that any of many schedules does', () => {
  const predictor = new Predictor();
  const many = (['auth-resume', 'auth-new', 'raw-2msg', 'raw-1msg'] as const).flatMap((path) =>
    [0, 0.4].flatMap((gap) =>
      ENDINGS.flatMap((end) =>
        BYTES.flatMap((bytes) =>
          LATER.map((later) => ({ path, gap, end, writes: [[0, hex(bytes)] as const, ...later] }) as ClientSchedule),
        ),
      ),
    ),
  );
  expect(many).toHaveLength(1008);
  const all = toldApart(predictor, many);
  const own = toldApart(predictor, schedulesFor(['auth-resume', 'raw-1msg', 'raw-2msg']));
  expect([...all].filter((pair) => !own.has(pair))).toEqual([]);
  expect([all.size, own.size]).toEqual([1050, 1050]);
});
