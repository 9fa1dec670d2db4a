import { given } from '../peer.ts';
import { quintModel } from '../quint/quint-model.ts';
import { taskOf } from '../system.ts';

/** Writes a system as a Quint module to standard output. */
const { system, models } = await given();
const { composition, properties } = taskOf(models, system);
process.stdout.write(quintModel(composition, properties, { faults: system.faults }));
