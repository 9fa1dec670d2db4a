import type { AnyStateMachine } from 'xstate';
import { fixesFromBits } from '../../../machines/vocabulary.ts';
import { keepAliveModel, peerModel, rescheduleModel } from '../../htcondor/models.ts';
import { SYSTEMS } from '../../htcondor/systems.ts';

const fixes = fixesFromBits('0000');

/** The systems of the keep-alive, and the registered ones in each of their variants. */
const MODELS = [
  keepAliveModel({ fixes, path: 'auth' }),
  rescheduleModel({ fixes, path: 'auth' }),
  peerModel({ fixes, revision: '2011', path: 'auth' }),
  ...SYSTEMS.flatMap(({ variants }) => variants.map(({ model }) => model())),
];

/** Every machine of the systems, by the name of the file that it is written in: its id, in kebab case. */
export const MACHINES: ReadonlyMap<string, AnyStateMachine> = new Map(
  MODELS.flatMap(({ composition }) => composition.spec.components.map(({ machine }) => [kebab(machine.id), machine])),
);

function kebab(id: string): string {
  return id.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
