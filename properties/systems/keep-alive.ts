import { claimsSystem, ofSlot } from '../../machines/systems/claims.ts';
import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { CONNECTIONS, FAULTS, fixesFromBits, PATHS } from '../../machines/vocabulary.ts';
import { defineSystem, type Search, valuesOf, within } from '../../src/checker/index.ts';
import { safety } from '../keep-alive/keep-alive.ts';
import { D1 } from '../keep-alive/liveness.ts';
import { witnesses } from '../keep-alive/witnesses.ts';
import { FIXES_AXIS, PATH_AXIS, WITH_ALL_FIXES, withFixes } from './axes.ts';

/** None of the fixes, all of them, those in which the wait for the payload makes a difference, and 27895 alone. */
export const SUBSETS = [
  withFixes(),
  WITH_ALL_FIXES,
  withFixes('27896'),
  withFixes('27894', '27896'),
  withFixes('27895'),
];

/**
 * Several claims on one schedd, each with one connection: they share nothing but its thread. Composed, every safety property is stated of
 * each, and D1 of all together.
 */
function claimsSearch(variant: Parameters<typeof claimsSystem>[0], claims: number): Search {
  const compose = () => {
    const slots = Array.from({ length: claims }, (_, i) => ofSlot(i + 1, ''));
    const safe = safety(['first']).map((property) => ({
      ...property,
      checks: slots.flatMap((slot) => within(slot, property).checks),
    }));
    return { spec: claimsSystem(variant, claims), properties: [...safe, D1(['first'], slots)] };
  };
  return {
    spec: keepAliveSystem(variant, ['first']),
    properties: [...safety(['first']), D1(['first'])],
    copies: { count: claims, process: 'schedd', compose },
  };
}

export const keepAlive = defineSystem({
  name: 'keep-alive',
  sentence: 'A startd and its schedd with the network between them, which may cut, delay and end what they send',
  label: 'network: a startd and its schedd',
  axes: {
    path: PATH_AXIS,
    fixes: FIXES_AXIS,
    connections: {
      values: [0, 1, 2],
      about: 'how many connections the startd may have: a retry may use the second',
      means: { '0': 'two for one claim, one each for several' },
    },
    claims: { open: 'count', default: 1, about: 'how many claims there are on the one schedd, each with a connection' },
    rounds: { open: 'count', default: 0, about: 'search only this many keep-alives of each claim; 0 for all' },
  },
  rows: ['path', 'fixes'],
  allowed: ({ claims, connections }) => {
    if (claims === 0) return 'there is at least one claim';
    return claims === 1 || connections < 2 || 'several claims have one connection each';
  },
  search: ({ path, fixes: bits, connections, claims, rounds }) => {
    const variant = { fixes: fixesFromBits(bits), path, ...(rounds > 0 && { rounds }) };
    if (claims > 1) return claimsSearch(variant, claims);
    const used = CONNECTIONS.slice(0, connections || CONNECTIONS.length);
    return { spec: keepAliveSystem(variant, used), properties: [...safety(used), D1(used), ...witnesses(used)] };
  },
  beside: ({ path, fixes, claims, rounds }) => ({
    reschedule: { system: 'reschedule', choices: { path, fixes } },
    liveness: {
      by: 'startd',
      rows: Object.fromEntries(
        (claims > 1 || rounds > 0 ? [] : ['2011', 'head']).map((revision) => [
          revision,
          { system: 'liveness', choices: { path, fixes, revision, connections: 1 } },
        ]),
      ),
    },
  }),
  record: ({ path, fixes, connections, claims, rounds }, faults) => {
    if (connections > 0) return null;
    const isWhole = faults.length === FAULTS.length && claims === 1 && rounds === 0;
    const size = [...(claims > 1 ? [`claims-${claims}`] : []), ...(rounds > 0 ? [`rounds-${rounds}`] : [])];
    const file = [faults.join('-') || 'none', ...size].join('-');
    return { file: `expected/${file}.json`, key: { path, fixes }, ...(isWhole && { runs: 'runs.json' }) };
  },
  heading: ({ claims, rounds }, faults) => ({
    environment: { who: 'network', revision: '2011', faults },
    system: { claims, rounds: rounds || null },
  }),
  small: [
    ...SUBSETS.flatMap((fixes) => PATHS.map((path) => ({ path, fixes, connections: 1 as const }))),
    { path: 'raw', fixes: withFixes() },
  ],
  compared: PATHS.flatMap((path) =>
    valuesOf(FIXES_AXIS).map((fixes) => ({ path, fixes: String(fixes), connections: 1 as const })),
  ),
  family: 'keep-alive',
  searched: 'alone',
});
