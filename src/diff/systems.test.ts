import { expect, test } from 'vitest';
import * as deadlines from '../../machines/deadlines-system.ts';
import * as disconnectedJob from '../../machines/disconnected-job-system.ts';
import * as forgottenClaim from '../../machines/forgotten-claim-system.ts';
import * as lifecycle from '../../machines/lifecycle-system.ts';
import * as restart from '../../machines/restart-system.ts';
import * as slot from '../../machines/slot-system.ts';
import * as systems from '../../machines/system.ts';
import * as timedRestart from '../../machines/timed-restart-system.ts';
import * as timed from '../../machines/timed-system.ts';
import { MACHINES } from '../draw/machines.ts';
import { compareSystems } from '../engine/compare.ts';
import { Composition } from '../engine/compose.ts';
import { explore } from '../engine/explore.ts';
import { TableStore } from '../engine/table.ts';
import { systemsOf } from './systems.ts';

const COMPARED = systemsOf({ fixes: ['0000', '1111'], paths: ['auth', 'raw'] }).map(
  (one) => [`${one.system} ${one.variant}`, one] as const,
);

const makers = {
  ...systems,
  ...slot,
  ...lifecycle,
  ...restart,
  ...timed,
  ...timedRestart,
  ...forgottenClaim,
  ...disconnectedJob,
  ...deadlines,
};

const stores = new Map(COMPARED.map(([, { system }]) => [system, new TableStore()]));

test.each(COMPARED)(
  '%s compared with itself is every state that the explorer finds, paired with itself',
  (_, { system, spec }) => {
    const made = () => new Composition(spec(makers), stores.get(system) as TableStore);
    const { pairs, difference } = compareSystems(made(), made());
    expect(difference).toBeNull();
    expect(pairs).toBe(explore(made(), []).states);
  },
);

test('together they have every machine in them', () => {
  const found = new Set(
    COMPARED.flatMap(([, { spec }]) => spec(makers).components.map(({ machine }) => machine.config)),
  );
  const missing = [...MACHINES.values()].filter(({ config }) => !found.has(config));
  expect(missing.map(({ id }) => id)).toEqual([]);
});
