import study from '../../claimcheck.config.ts';
import type { SomeChoices } from '../checker/study/axis.ts';
import type { Model } from '../checker/study/models.ts';
import { machinesOf } from '../checker/study/machines.ts';
import { MutationRecords } from '../mutation/records.ts';
import * as schemas from '../verify/record-schema.ts';
import { Records } from '../verify/records.ts';
import { ROOT } from '../files/root.ts';
import { MODELS } from '../htcondor/own-study.ts';
import { rowOfCase, rowWith } from '../checker/study/rows.ts';

/** What is on record of this project's study. */
export const OWN_RECORDS = new Records({ study, root: ROOT, config: null }, schemas);

/** What is on record of this project's mutants. */
export const OWN_MUTATION_RECORDS = new MutationRecords({ study, root: ROOT });

/** The systems of this project's study; the files of a worker share their tables, also with what is tested. */
export { MODELS };

/** The machines of the study by the names of their files. */
export const MACHINES = machinesOf(MODELS);

/** A system of the study with these choices, the others as they are by default. */
export const modelOf = (system: string, choices: SomeChoices = {}): Model =>
  MODELS.model(rowWith(MODELS.entry({ system }), choices));

/** A named variant of a system of the study. */
export const variantOf = (system: string, id: string): Model => MODELS.model(rowOfCase(MODELS.entry({ system }), id));
