import type { SystemSpec } from '../../src/checker/index.ts';
import { rescheduleClientMachine } from '../environment/reschedule-client.ts';
import { rescheduleNegotiatorMachine } from '../schedd/reschedule-negotiator.ts';
import { NAMES, event, connection, type Variant } from './connection.ts';

/** A client that sends RESCHEDULE, a command without payload, to the same schedd: what the flag is there for. */
export function rescheduleSystem(variant: Variant): SystemSpec {
  return {
    name: 'reschedule',
    components: [
      {
        name: 'client',
        process: 'client',
        machine: rescheduleClientMachine,
        input: { path: variant.path },
        ports: { sock: 'first.startdSock' },
        environment: [event('START')],
        labels: NAMES,
      },
      ...connection('first', variant, 'client', { machine: rescheduleNegotiatorMachine, ports: {} }, 1),
    ],
  };
}
