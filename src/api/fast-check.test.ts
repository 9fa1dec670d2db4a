import { compose, type PropertySpec, type SystemSpec } from 'claimcheck';
import { run } from 'claimcheck/fast-check';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';

const light = createMachine({
  id: 'light',
  initial: 'red',
  states: { red: { on: { GO: 'green' } }, green: { on: { STOP: 'red' } } },
});
const environment = [{ event: { type: 'GO' } }, { event: { type: 'STOP' } }];
const spec: SystemSpec = {
  name: 'crossing',
  components: ['north', 'east', 'south'].map((name) => ({ name, machine: light, environment })),
};
const apart: PropertySpec = {
  id: 'apart',
  sentence: 'North and east are never green together',
  checks: [{ kind: 'always', what: { of: ['north', 'east'], is: (a, b) => a.value === 'red' || b.value === 'red' } }],
};
const allRed: PropertySpec = { ...apart, checks: [{ kind: 'always', what: { of: ['north'], is: () => true } }] };

describe('fc.assert(run(system))', () => {
  test('passes where no random run goes wrong, as often as is asked for', () => {
    fc.assert(run({ spec, properties: [allRed] }));
    expect(fc.check(run(compose(spec), [allRed]), { numRuns: 17 }).numRuns).toBe(17);
  });

  test('fails with the shrunk run, told in words, and is replayed by the seed and the path that fast-check prints', () => {
    const failed = fc.check(run({ spec, properties: [apart] }), { seed: 11 });
    expect(failed.failed).toBe(true);
    expect(failed.counterexample?.[0].choices).toHaveLength(2);
    expect((failed.errorInstance as Error).message).toMatch(
      /^crossing: apart is violated in 2 steps: North and east are never green together\n\n {2}1\. (north|east) GO\n {6}/,
    );
    const report = fc.defaultReportMessage(failed) ?? '';
    expect(report).toContain(`{ seed: 11, path: "${failed.counterexamplePath}", endOnFailure: true }`);
    expect(report).toContain('Counterexample: [a run of 2 steps (');
    const path = failed.counterexamplePath ?? '';
    const again = fc.check(run({ spec, properties: [apart] }), { seed: 11, path, endOnFailure: true });
    expect([again.numShrinks, again.counterexample?.[0].choices.length]).toEqual([0, 2]);
  });

  test('refuses what would check nothing', () => {
    expect(() => run({ spec, properties: [] })).toThrow('so nothing would be checked');
    expect(() => run({ spec, properties: [allRed] }, { step: 1 } as never)).toThrow("run has no 'step'");
    expect(() => run(spec)).toThrow('crossing: no random run can violate what is stated (none)');
  });
});
