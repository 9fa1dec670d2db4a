import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compose, type Property, replayLive, traceOf, verify } from '../../src/checker/index.ts';
import { agreement, twoPhaseCommit } from './two-phase-commit.ts';

describe('two-phase commit', () => {
  test.each([
    [3, 288],
    [5, 8832],
  ])('with %i resource managers has %i states, as published, and they always agree', (managers, states) => {
    const found = verify(compose(twoPhaseCommit(managers)), [agreement(managers)]);
    expect(found).toMatchObject({ states, bounded: false });
    expect(found.findings.map(({ verdict }) => verdict)).toEqual(['holds']);
  });

  test('can end either way, and the shortest run to it is one of the live actors', () => {
    const ends: Property[] = ['committed', 'aborted'].map((state) => ({
      id: state,
      sentence: `A resource manager is ${state}`,
      source: 'the antecedent of agreement',
      checks: [
        { kind: 'sometimes', what: ({ component, to }) => component === 'manager1' && to.snapshot.value === state },
      ],
    }));
    const composition = compose(twoPhaseCommit(3));
    const { findings } = verify(composition, ends);
    expect(findings.map(({ verdict, run }) => [verdict, run?.length])).toEqual([
      ['reached', 8],
      ['reached', 1],
    ]);
    for (const { run } of findings) expect(replayLive(composition, traceOf(composition, run ?? []))).toBeNull();
  });

  test('disagrees where the transaction manager need not wait for all: the mutant that agreement catches', () => {
    const spec = twoPhaseCommit(3);
    const [transaction, ...others] = spec.components;
    const hasty = transaction && {
      ...transaction,
      machine: transaction.machine.provide({ guards: { allPrepared: () => true } }),
    };
    const { findings } = verify(compose({ ...spec, components: hasty ? [hasty, ...others] : others }), [agreement(3)]);
    expect(findings.map(({ verdict, run }) => [verdict, run?.length])).toEqual([['violated', 3]]);
  });

  test('is written down in less than a hundred lines', () => {
    const source = readFileSync(new URL('two-phase-commit.ts', import.meta.url), 'utf8');
    expect(source.split('\n').length).toBeLessThanOrEqual(100 + 1);
  });
});
