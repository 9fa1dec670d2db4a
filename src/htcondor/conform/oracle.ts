import type { AnyStateMachine } from 'xstate';
import { pathTo } from '../../files/root.ts';
import { isFoundOut } from './found-out.ts';
import { loadRecords } from './load.ts';
import { isStartdFoundOut } from './startd/found-out.ts';
import { loadStartdRecords } from './startd/record.ts';

const SCHEDD = ['alive-replies', 'random-replies'].flatMap((name) =>
  loadRecords(pathTo(`properties/measured/${name}.json`)),
);
const STARTD = loadStartdRecords(pathTo('properties/measured/startd-replies.json'));

/** Whether a daemon with the mutant in it is told from the measured one: the study's oracle. */
export const tells = (original: AnyStateMachine, mutant: AnyStateMachine): boolean =>
  isFoundOut(original, mutant, SCHEDD) || isStartdFoundOut(original, mutant, STARTD);
