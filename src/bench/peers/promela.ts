import { promela } from '../../traces/promela/promela.ts';
import { given } from '../peer.ts';
import { taskOf } from '../system.ts';

/** Writes a system as a Promela model to standard output. */
const { system, models } = await given();
const { composition, properties } = taskOf(models, system);
const { name, faults, maxStates } = system;
process.stdout.write(promela(composition, properties, { title: name, faults, ...(maxStates && { maxStates }) }));
