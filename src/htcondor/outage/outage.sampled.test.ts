import { describe, expect, test } from 'vitest';
import { COMMAND_DEADLINE, PAYLOAD_DEADLINE } from '../../../machines/daemon-core/daemon-core.ts';
import { RETRY, TCP_USER_TIMEOUT } from '../../../machines/periods.ts';
import type { Scale } from '../../../properties/outages/outage-bounds.ts';
import { ABSENCES, choicesIn, DISCONNECTED, OUTAGES, type Situation } from '../../../properties/outages/situations.ts';
import { replayLive } from '../../checker/replay/live-actors.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { type Finding, findingOn, verify } from '../../checker/verify.ts';
import { MODELS, modelOf } from '../../testing/models.ts';
import { boundOf } from './bound-of.ts';
import { isDeep, sampled } from '../../testing/sampled.ts';

const STARTER = ABSENCES.filter(({ id }) => id.startsWith('restart-starter'));
/** A third of the lease is in whole ticks, too: else the coarse clock has other periods. */
const SCALE: Scale = { lease: 90, aliveInterval: 10, unit: 5 };

const inUnits = (seconds: number | null) => seconds && Math.floor(seconds / 5);

describe.each(sampled([...OUTAGES, ...STARTER], 7))('$sentence', (situation) => {
  test('at two scales, of 1 s and of 5 s, the bounds agree to the unit', () => {
    const [fine, coarse] = [1, 5].map((unit) => boundOf(MODELS, situation, { ...SCALE, unit }).safe);
    expect(inUnits(coarse ?? null)).toBe(inUnits(fine ?? null));
  });
});

describe('a running job whose starter and shadow lose each other', () => {
  test.runIf(isDeep)('a coarse clock is never too hopeful: what is safe by it is safe by a fine one', () => {
    const [fine, coarse] = [10, 20].map((unit) => boundOf(MODELS, DISCONNECTED, { ...SCALE, lease: 400, unit }).safe);
    expect([fine, coarse]).toEqual([50, 40]);
  });

  test('live actors lose the job in the shortest run of an outage a unit longer than is safe', () => {
    const scale = { ...SCALE, lease: 600, unit: 20 };
    const { composition, properties } = modelOf(DISCONNECTED.system, choicesIn(DISCONNECTED, scale, 80));
    const t16 = properties.find(({ id }) => id === DISCONNECTED.property);
    const { run } = findingOn(composition, t16) as Finding;
    expect(run).not.toBeNull();
    expect(replayLive(composition, traceOf(composition, run ?? []))).toBeNull();
  });

  test.runIf(isDeep)('it is found that 60 s are safe and 80 s are not', () => {
    const { safe, lost } = boundOf(MODELS, DISCONNECTED, { ...SCALE, lease: 600, unit: 20 });
    expect([safe, lost?.value]).toEqual([60, 80]);
  });
});

/** The further properties where something ends the wait: with this lease it does so too late. */
const ENDED: Readonly<Record<string, readonly string[]>> = {
  'tcp-gives-up': ['T15 holds', 'given-up-by-tcp reached', 'renewed-after-giving-up unreachable'],
  'closed-by-schedd': [
    'T14 holds',
    'schedd-waits-for-command reached',
    'schedd-waits-for-payload unreachable',
    'closed-by-schedd reached',
    'renewed-after-close unreachable',
  ],
  'payload-lost': [
    'T14 holds',
    'schedd-waits-for-command reached',
    'schedd-waits-for-payload reached',
    'closed-by-schedd reached',
    'renewed-after-close unreachable',
  ],
};

const LOSING = OUTAGES.filter(({ id }) => id !== 'starter');

describe.each(sampled(LOSING, 4))('$sentence', (situation) => {
  test('live actors lose the claim in the shortest run, and T1 is all that it violates', () => {
    const { lost } = boundOf(MODELS, situation, SCALE);
    expect(lost && replayLive(lost.model.composition, lost.trace)).toBeNull();
    const { composition, properties } = modelOf(situation.system, choicesIn(situation, SCALE, lost?.value ?? 0));
    const { findings, bounded } = verify(composition, properties);
    expect(bounded).toBe(false);
    expect(findings.map(({ property, verdict }) => `${property.id} ${verdict}`)).toEqual([
      'T1 violated',
      'T2 holds',
      'T8 holds',
      'renewed-after-outage reached',
      'attempt-caught reached',
      'refreshed-during-outage unreachable',
      ...(ENDED[situation.id] ?? []),
    ]);
  });
});

const WAITS = [
  ['closed-by-schedd', COMMAND_DEADLINE['non-blocking']],
  ['payload-lost', PAYLOAD_DEADLINE],
  ['tcp-gives-up', TCP_USER_TIMEOUT],
] as const;

describe.each(sampled(WAITS, 2))(
  'what is lost is sent again 5 s after the wait for an answer has ended: %s, after %i s',
  (id, deadline) => {
    const situation = OUTAGES.find((one) => one.id === id) as Situation;
    const tooShort = Math.floor((1.5 * (deadline + RETRY)) / 15) * 15;
    const bound = (lease: number) => boundOf(MODELS, situation, { lease, aliveInterval: 10, unit: 5 }).safe;

    test('too late if that is not less than two thirds of the lease: no outage is safe', () => {
      expect(bound(tooShort)).toBeNull();
    });

    test('else in time: one of a third of the lease is, as if the attempt had a deadline of its own', () => {
      expect(bound(tooShort + 15)).toBe((tooShort + 15) / 3);
    });
  },
);
