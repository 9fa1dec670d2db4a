import { expect, test } from 'vitest';
import * as deadlines from '../../machines/systems/deadlines.ts';
import * as disconnectedJob from '../../machines/systems/disconnected-job.ts';
import * as forgottenClaim from '../../machines/systems/forgotten-claim.ts';
import * as lifecycle from '../../machines/systems/lifecycle.ts';
import * as restart from '../../machines/systems/restart.ts';
import * as slot from '../../machines/systems/slot.ts';
import * as systems from '../../machines/systems/keep-alive.ts';
import * as peer from '../../machines/systems/peer.ts';
import * as reply from '../../machines/systems/reply.ts';
import * as reschedule from '../../machines/systems/reschedule.ts';
import * as timedRestart from '../../machines/systems/timed-restart.ts';
import * as timed from '../../machines/systems/outage.ts';
import { MACHINES } from '../traces/pictures/machines.ts';
import { compareSystems } from '../checker/compare/compare.ts';
import { Composition } from '../checker/system/compose.ts';
import { explore } from '../checker/search/explore.ts';
import { TableStore } from '../checker/system/table.ts';
import { systemsOf } from './systems.ts';

const COMPARED = systemsOf({ fixes: ['0000', '1111'], paths: ['auth', 'raw'] }).map(
  (one) => [`${one.system} ${one.variant}`, one] as const,
);

const makers = {
  ...systems,
  ...peer,
  ...reply,
  ...reschedule,
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
