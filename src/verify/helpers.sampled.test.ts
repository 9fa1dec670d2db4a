import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Crew } from '../checker/parallel/crew.ts';
import { type Exploration, explore, type ExploreOptions } from '../checker/search/explore.ts';
import { Composition } from '../checker/system/compose.ts';
import { TableStore } from '../checker/system/table/table.ts';
import { checksOf, randomSystem, systemOf } from '../checker/testing/random-system.ts';
import { ModelError } from '../checker/errors.ts';
import { fileAt } from '../files/root.ts';
import { modelOf } from '../testing/models.ts';
import { draws, sampled } from '../testing/sampled.ts';
import { crewOf } from './helpers.ts';

const HELPER = fileAt('dist/src/verify/helper.js');

/** Helpers from the first state on. */
const always = (size: number, module = HELPER) => crewOf(size, { states: 0, bucket: 1 }, module) as Crew;

const shown = ({ runs, unhandled, space, ...counts }: Exploration) => ({
  ...counts,
  runs: [...runs, unhandled].map((run) => run?.map(({ index }) => index) ?? null),
  last: space.path(space.size - 1).map(({ index }) => index),
});

const model = () => modelOf('keep-alive', { fixes: '0000', path: 'auth', connections: 1 });

function explored(options: ExploreOptions) {
  const { composition, properties } = model();
  return explore(
    composition,
    properties.flatMap(({ checks }) => checks),
    options,
  );
}

describe('threads that help with a search', () => {
  const alone = shown(explored({}));

  test.each(sampled([2, 3], 2))(
    'change nothing in what it finds, %i of them: counts, runs, and the way to its last state',
    (size) => {
      expect(shown(explored({ crew: always(size) }))).toEqual(alone);
    },
  );

  test.each(sampled([700, 1, 2000, 3500], 2))(
    'stop at the same place where a bound of %i states is met',
    (maxStates) => {
      expect(shown(explored({ crew: always(2), maxStates }))).toEqual(shown(explored({ maxStates })));
    },
  );

  test('find in any small system what one thread finds', () => {
    fc.assert(
      fc.property(randomSystem, (plan) => {
        const found = (options: ExploreOptions) => {
          try {
            return shown(explore(new Composition(systemOf(plan), new TableStore()), checksOf(plan), options));
          } catch (error) {
            if (error instanceof ModelError) return 'no model';
            throw error;
          }
        };
        expect(found({ crew: always(2) })).toEqual(found({}));
      }),
      { numRuns: draws(4, 25), seed: 2563 },
    );
  });

  test('end with a search that is interrupted', () => {
    let asked = 0;
    const { end, states } = explored({ crew: always(2), isInterrupted: () => ++asked > 2 });
    expect([end, states > 0]).toEqual(['interrupted', true]);
  });

  test('fail the search if one of them ends before it has answered', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-helper-')), 'helper.mjs');
    writeFileSync(
      file,
      `import { workerData } from 'node:worker_threads';
       const [{ control }] = workerData.slots;
       workerData.failure.set(new TextEncoder().encode('it broke'));
       Atomics.wait(control, 0, 0);
       Atomics.store(control, 0, 3);
       Atomics.notify(control, 0);`,
    );
    expect(() => explored({ crew: always(2, pathToFileURL(file)) })).toThrow(
      'a thread of the search has ended: it broke',
    );
  });
});
