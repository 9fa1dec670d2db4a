import { keepAliveSystem } from '../../machines/systems/keep-alive.ts';
import { fixesFromBits } from '../../machines/vocabulary.ts';
import { defineSystem } from '../../src/checker/index.ts';
import { CLAIM_OBJECT } from '../claim/claim-object.ts';
import { safety } from '../keep-alive/keep-alive.ts';
import { RUNNING_JOB } from '../keep-alive/running-job.ts';
import { witnesses } from '../keep-alive/witnesses.ts';
import { FIXES_AXIS, PATH_AXIS, WITH_ALL_FIXES, withFixes } from './axes.ts';

/** The code of October 2011 on the auth path, as it was before or after the repair of another ticket. */
const repaired = (repair: '2317' | '1349' | '4491', isRepaired: boolean, sentence: string, fixes: string) => ({
  id: `${isRepaired ? 'after' : 'before'}-${repair}`,
  sentence,
  choices: { fixes, repair, isRepaired },
});

const FOUND_IN_DEDICATED = witnesses(['first']).filter(({ id }) => id === 'found-in-dedicated-table');
const PROPERTIES = [...safety(['first']), ...RUNNING_JOB, ...FOUND_IN_DEDICATED];

export const repairs = defineSystem({
  name: 'repairs',
  sentence: 'One claim with one connection, its daemons built with or without the repair of another ticket',
  axes: {
    path: PATH_AXIS,
    fixes: FIXES_AXIS,
    repair: { values: ['2317', '1349', '4491'], about: 'the ticket that was repaired' },
    isRepaired: { values: [false, true], about: 'whether the daemons have its repair' },
  },
  cases: [
    repaired('2317', false, 'A schedd that looks in one table, with the four fixes', WITH_ALL_FIXES),
    repaired('2317', true, 'A schedd that looks in both tables, with the four fixes', WITH_ALL_FIXES),
    repaired('1349', false, 'A startd that clears its socket after the kill', WITH_ALL_FIXES),
    repaired('1349', true, 'A startd that clears its socket before the kill', WITH_ALL_FIXES),
    repaired('4491', false, 'A startd that sends ALIVEs for a running job, no fixes', withFixes()),
    repaired('4491', true, 'A startd whose starter handles the alives, no fixes', withFixes()),
  ],
  search: ({ path, fixes, repair, isRepaired }) => ({
    spec: {
      ...keepAliveSystem({ path, fixes: fixesFromBits(fixes), repairs: { [repair]: isRepaired } }, ['first']),
      name: 'repairs',
    },
    // Where a claim's deletion is modelled, that alone is stated: a deleted claim is no longer in the state that the others speak of.
    properties: repair === '1349' ? CLAIM_OBJECT : PROPERTIES,
  }),
  compared: [],
  family: 'keep-alive',
});
