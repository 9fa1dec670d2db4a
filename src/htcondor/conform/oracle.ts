import type { AnyStateMachine } from 'xstate';
import { pathTo } from '../../files/root.ts';
import { isFoundOut } from './found-out.ts';
import { isUdpFoundOut } from './kinds/found-out.ts';
import { loadKinds } from './kinds/record.ts';
import { loadRecords } from './load.ts';
import { isStartdFoundOut } from './startd/found-out.ts';
import { loadStartdRecords } from './startd/record.ts';

const measured = (name: string): string => pathTo(`properties/measured/${name}.json`);

const SCHEDD = ['alive-replies', 'random-replies'].flatMap((name) => loadRecords(measured(name)));
const STARTD = loadStartdRecords(measured('startd-replies'));
const UDP = loadKinds(measured('udp-replies'));

/** Whether a daemon with the mutant in it is told from the measured one: the study's oracle. */
export const tells = (original: AnyStateMachine, mutant: AnyStateMachine): boolean =>
  isFoundOut(original, mutant, SCHEDD) ||
  isStartdFoundOut(original, mutant, STARTD) ||
  isUdpFoundOut(original, mutant, UDP);
