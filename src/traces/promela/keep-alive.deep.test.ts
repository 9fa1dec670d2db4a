import { describe, expect, test } from 'vitest';
import { modelOf } from '../../testing/models.ts';
import { found, keepAlive, spins, VARIANTS } from '../testing/agreement.ts';
import { HAS_SPIN, WHY_SKIPPED } from '../testing/spin.ts';

describe.skipIf(!HAS_SPIN)(`Spin agrees on the states and on every claim${WHY_SKIPPED}`, () => {
  test.concurrent.each(VARIANTS)('of the keep-alive over one connection, %s path, subset %s', async (path, fixes) => {
    const model = keepAlive(path, fixes, 1);
    expect(await spins(model)).toEqual(found(model));
  });

  test.concurrent.each(VARIANTS)('of a command without payload, %s path, subset %s', async (path, fixes) => {
    const model = modelOf('reschedule', { path, fixes });
    expect(await spins(model)).toEqual(found(model));
  });

  test.concurrent('of the keep-alive over two connections, auth path, subset 0010', async () => {
    const model = keepAlive('auth', '0010', 2);
    expect(await spins(model)).toEqual(found(model));
  });
});
