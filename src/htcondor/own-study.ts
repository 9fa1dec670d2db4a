import study from '../../claimcheck.config.ts';
import { Models } from '../checker/study/models.ts';

/** The systems of HTCondor's study, with tables that all of a process share. */
export const MODELS = new Models(study);
