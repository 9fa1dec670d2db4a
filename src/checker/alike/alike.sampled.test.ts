import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomSystem } from '../testing/random-system.ts';
import { ModelError } from '../errors.ts';
import { shown, stated } from '../testing/compared.ts';
import { rowWith } from '../study/rows.ts';
import { MODELS } from '../../testing/models.ts';
import { draws } from '../../testing/sampled.ts';
import { type Findings, verify } from '../verify.ts';
import { Searches } from '../verify-alike.ts';

/** What is found; null for what is no model. */
function found(search: () => Findings) {
  try {
    return shown(search());
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

const row = (fixes: string, path: string) =>
  rowWith(MODELS.entry({ system: 'keep-alive' }), { fixes, path, connections: 1 });

const has27897 = ({ context }: { context: unknown }) => JSON.stringify(context).includes('"27897":true');

/** A property that sees which fixes there are. */
const seen = (fixes: string) => {
  const { composition } = MODELS.model(row(fixes, 'raw'));
  const component = 'first.scheddSock';
  const what = { of: [component], is: (snapshot: { context: unknown }) => !has27897(snapshot) };
  return { composition, properties: [{ id: 'unfixed', checks: [{ kind: 'always' as const, what }] }] };
};

const searched = (searches: Searches, fixes: string, path: string) =>
  shown(searches.verify(() => MODELS.model(row(fixes, path)), {}));
const searchedAlone = (fixes: string, path: string) => {
  const { composition, properties } = MODELS.model(row(fixes, path));
  return shown(verify(composition, properties));
};

describe('systems that are searched one after the other', () => {
  test('give what each of them gives by itself; one that is made a second time is not searched again', () => {
    let again = 0;
    fc.assert(
      fc.property(randomSystem, randomSystem, (plan, other) => {
        const searches = new Searches();
        for (const one of [plan, other, plan]) {
          const alone = found(() => verify(stated(one).composition, stated(one).properties));
          expect(found(() => searches.verify(() => stated(one), {}))).toEqual(alone);
        }
        again += searches.alike;
      }),
      { numRuns: draws(50, 150), seed: 2563 },
    );
    expect(again).toBeGreaterThan(draws(26, 80));
  });

  test('are found alike where what they differ in has no effect, and nowhere else', () => {
    const searches = new Searches();
    const alike = [];
    for (const [fixes, path] of [
      ['0100', 'raw'],
      ['0001', 'raw'],
      ['0000', 'auth'],
      ['0100', 'auth'],
      ['1100', 'auth'],
    ] as const) {
      const before = searches.alike;
      expect(searched(searches, fixes, path)).toEqual(searchedAlone(fixes, path));
      alike.push(searches.alike - before);
    }
    expect(alike).toEqual([0, 1, 0, 0, 1]);
  });

  test('are not alike where a property sees what has no effect', () => {
    const searches = new Searches();
    const verdicts = ['0000', '0001'].map((fixes) => searches.verify(() => seen(fixes), {}).findings[0]?.verdict);
    expect(verdicts).toEqual(['holds', 'violated']);
    expect(searches.alike).toBe(0);
  });

  test('are not alike where the first one was cut short', () => {
    const searches = new Searches();
    const options = { maxStates: 1000 };
    for (const fixes of ['0000', '1111']) searches.verify(() => MODELS.model(row(fixes, 'raw')), options);
    expect(searches.alike).toBe(0);
  });
});
