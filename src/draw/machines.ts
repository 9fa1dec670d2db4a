import type { AnyStateMachine } from 'xstate';
import { keepAliveSystem, peerSystem, replySystem, rescheduleSystem } from '../../machines/system.ts';
import { fixesFromBits } from '../../machines/vocabulary.ts';

const fixes = fixesFromBits('0000');

const SYSTEMS = [
  keepAliveSystem({ fixes, path: 'auth' }),
  rescheduleSystem({ fixes, path: 'auth' }),
  peerSystem({ fixes, revision: '2011', path: 'auth' }),
  replySystem({ revision: '2011', path: 'auth' }),
];

/** Every machine of the systems, by the name of the file that it is written in: its id, in kebab case. */
export const MACHINES: ReadonlyMap<string, AnyStateMachine> = new Map(
  SYSTEMS.flatMap(({ components }) => components.map(({ machine }) => [kebab(machine.id), machine] as const)),
);

function kebab(id: string): string {
  return id.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
