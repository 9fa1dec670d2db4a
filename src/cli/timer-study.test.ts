import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadStudy } from '../verify/load-study.ts';
import { claimcheckHere } from '../testing/in-process.ts';
import { merge } from './campaign/merge.ts';
import { shardFile } from './campaign/folder.ts';
import type { Plan } from './campaign/plan.ts';
import { runShard } from './campaign/shard.ts';
import { messageText } from '../checker/system/message.ts';
import { rowsOf } from '../checker/study/rows.ts';

/** A study with what HTCondor's has not: a timer, channels made in `search`, and a message that is lost. */
const HEATING = `import { channel, defineStudy, defineSystem, enters, send, witness } from 'claimcheck';
import { createMachine } from 'xstate';

const thermostat = createMachine({
  id: 'thermostat',
  initial: 'warm',
  states: {
    warm: { on: { COLD: 'asking' } },
    asking: {
      entry: send('to heater', { type: 'ON' }),
      after: { 5000: { target: 'asking', reenter: true } },
      on: { STARTED: 'heating' },
    },
    heating: { on: { WARM: { target: 'warm', actions: send('to heater', { type: 'OFF' }) }, STARTED: {} } },
  },
});
const started = send('to thermostat', { type: 'STARTED' });
const heater = createMachine({
  id: 'heater',
  initial: 'off',
  states: {
    off: { on: { ON: { target: 'on', actions: started }, OFF: {} } },
    on: { on: { OFF: 'off', ON: { actions: started } } },
  },
});
const what = {
  of: ['heater', 'thermostat', 'to heater'],
  is: (h, t, c) => !(h.value === 'on' && t.value === 'warm' && c.context.queue.length === 0),
};
const heating = defineSystem({
  name: 'heating',
  axes: { lossy: { values: [true, false], about: 'whether the radio loses messages' } },
  search: ({ lossy }) => ({
    spec: {
      name: 'heating',
      components: [
        { name: 'thermostat', machine: thermostat, environment: [{ event: { type: 'COLD' } }, { event: { type: 'WARM' } }] },
        channel({ name: 'to heater', to: 'heater', lossy }),
        { name: 'heater', machine: heater },
        channel({ name: 'to thermostat', to: 'thermostat', lossy }),
      ],
    },
    properties: [
      { id: 'off', sentence: 'The heater goes off', checks: [{ kind: 'always', what }] },
      witness('heats', 'The heater heats', 'the aim', enters('thermostat', 'heating')),
    ],
  }),
});
export default defineStudy({ name: 'A heating', systems: [heating] });
`;

const folder = mkdtempSync(join(tmpdir(), 'claimcheck-timer-'));
const config = join(folder, 'claimcheck.config.ts');
writeFileSync(config, HEATING);
const run = (...args: string[]) => claimcheckHere(...args, '--config', config);

describe('a study with a timer and a message that is lost', () => {
  test('shows the run of a property that lies beyond a loss', async () => {
    const { code, stdout } = await run('trace', '--lossy', 'false');
    expect(stdout).toContain('off violated: The heater goes off\nWith lossy false, 6 steps.');
    expect(code).toBe(1);
  });

  test('names a timer and an outcome in words', async () => {
    const { stdout } = await run('trace', '--lossy', 'false', '--property', 'unhandled');
    expect(stdout).toContain('thermostat after 5000');
    expect(messageText({ type: 'xstate.after.5000.thermostat.asking' })).toBe('after 5000');
    expect(messageText({ type: 'xstate.error.actor.request', error: 'offline', actorId: 'request' })).toBe(
      'request fails offline',
    );
    expect(messageText({ type: 'xstate.done.actor.kid', output: undefined, actorId: 'kid' })).toBe('kid is done');
    expect(messageText({ type: 'xstate.done.actor.kid', output: { a: undefined, b: 0 }, actorId: 'kid' })).toBe(
      'kid is done 0',
    );
  });

  test('replays the run that it has written, timers included', async () => {
    const { stdout } = await run('trace', '--lossy', 'false', '--format', 'json');
    expect(stdout).toContain('xstate.after.5000.thermostat.asking');
    const file = join(folder, 'run.json');
    writeFileSync(file, stdout);
    expect(await run('trace', '--replay', file)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('step 6: off'),
    });
  });

  test('has mutants that the verdicts tell, though its systems lose messages unmutated', async () => {
    const { matrix } = JSON.parse((await run('mutate', '--json')).stdout);
    expect(matrix['thermostat']).toMatchObject({ mutants: 15, survive: 0 });
    expect(matrix['thermostat'].killed.verdict + matrix['thermostat'].killed.run).toBeGreaterThan(6);
    expect(Object.keys(matrix)).toEqual(['thermostat', 'heater']);
    // The channels of every row are one machine, which is mutated where it is asked for.
    const asked = JSON.parse((await run('mutate', 'to heater', '--json')).stdout);
    expect(asked.matrix['to heater']).toMatchObject({ mutants: 42, equivalent: 25, survive: 0 });
  });

  test('covers its machines, of which the channels are none', async () => {
    const { stdout } = await run('coverage');
    expect(stdout).toMatch(/^thermostat +\d+ /m);
    expect(stdout).not.toContain('to heater');
  });

  test.each(['fuzz', 'rows'] as const)('has campaigns of %s whose runs are those of the machines', async (work) => {
    const loaded = await loadStudy(config);
    const rows = loaded.study.systems.flatMap((system) => rowsOf(system));
    const frame = {
      format: 'claimcheck-campaign',
      version: 1,
      study: loaded.study.name,
      bundle: '',
      mutants: [],
    } as const;
    const plan: Plan = { ...frame, work, rows, seed: 7, runs: 50, shards: 1 };
    const where = mkdtempSync(join(folder, 'campaign-'));
    expect(await runShard({ study: loaded.study, plan }, 0, join(where, shardFile(0)))).toBe(true);
    const { counterexamples } = await merge(loaded, plan, where);
    const lengths = Object.entries(counterexamples).map(([id, { steps }]) => [id, steps.length]);
    expect(lengths).toEqual([
      ['off', 5],
      ['unhandled', 2],
    ]);
  });
});
