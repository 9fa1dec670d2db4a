import { expect, test } from 'vitest';
import * as slotSystems from '../../machines/slot-system.ts';
import * as systems from '../../machines/system.ts';
import { compareSystems } from '../engine/compare.ts';
import { Composition } from '../engine/compose.ts';
import { explore } from '../engine/explore.ts';
import { TableStore } from '../engine/table.ts';
import { systemsOf } from './systems.ts';

const COMPARED = systemsOf({ fixes: ['0000', '1111'], paths: ['auth', 'raw'] }).map(
  (one) => [`${one.system} ${one.variant}`, one] as const,
);

test.each(COMPARED)(
  '%s compared with itself is every state that the explorer finds, paired with itself',
  (_, { spec }) => {
    const made = () => new Composition(spec({ ...systems, ...slotSystems }), new TableStore());
    const { pairs, difference } = compareSystems(made(), made());
    expect(difference).toBeNull();
    expect(pairs).toBe(explore(made(), []).states);
  },
);
