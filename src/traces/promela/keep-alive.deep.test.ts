import { describe, expect, test } from 'vitest';
import { fixesFromBits } from '../../../machines/vocabulary.ts';
import { rescheduleModel } from '../../htcondor/models.ts';
import { found, keepAlive, spins, VARIANTS } from '../testing/agreement.ts';
import { HAS_SPIN, WHY_SKIPPED } from '../testing/spin.ts';

describe.skipIf(!HAS_SPIN)(`Spin agrees on the states and on every claim${WHY_SKIPPED}`, () => {
  test.concurrent.each(VARIANTS)('of the keep-alive over one connection, %s path, subset %s', async (path, fixes) => {
    const model = keepAlive(path, fixes, ['first']);
    expect(await spins(model)).toEqual(found(model));
  });

  test.concurrent.each(VARIANTS)('of a command without payload, %s path, subset %s', async (path, fixes) => {
    const model = rescheduleModel({ path, fixes: fixesFromBits(fixes) });
    expect(await spins(model)).toEqual(found(model));
  });

  test.concurrent('of the keep-alive over two connections, auth path, subset 0010', async () => {
    const model = keepAlive('auth', '0010');
    expect(await spins(model)).toEqual(found(model));
  });
});
