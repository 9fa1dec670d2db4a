import type { ComponentSpec, EnvironmentEvent, SystemSpec } from '../../src/checker/index.ts';
import { streamMachine } from '../condor-io/stream.ts';
import { POSITIVE_REPLIES, positiveScheddMachine } from '../environment/positive-schedd.ts';
import type { Path, Revision } from '../vocabulary.ts';
import { NAMES, deliveries, fault, event } from './connection.ts';
import { startdEnd } from './startd-end.ts';

/** What a startd is built from, and how it brings its command. */
export interface StartdVariant {
  readonly revision: Revision;
  readonly path: Path;
}

/** A direction of the connection whose other end is the positive schedd. */
const stream = (from: string, to: string, reader: string, environment: EnvironmentEvent[]): ComponentSpec => ({
  name: `first.${to}`,
  process: 'network',
  machine: streamMachine,
  ports: { reverse: `first.${from}`, reader, listener: 'schedd' },
  environment,
  labels: NAMES,
});

/**
 * The startd, one connection, and a schedd that would never disown the claim: what can a network do to a positive reply?
 * What the startd sends need not arrive, for the schedd does not look at it.
 */
export function replySystem({ revision, path }: StartdVariant): SystemSpec {
  return {
    name: 'reply',
    components: [
      ...startdEnd(revision, path),
      stream('toStartd', 'toSchedd', 'schedd', [fault('RST', 'rst')]),
      stream('toSchedd', 'toStartd', 'first.startdSock', [
        ...deliveries(2),
        event('DELIVER_FIN'),
        event('DELIVER_RST'),
        fault('RST', 'rst'),
      ]),
      {
        name: 'schedd',
        process: 'schedd',
        machine: positiveScheddMachine,
        ports: { incoming: 'first.toSchedd', outgoing: 'first.toStartd' },
        environment: [...POSITIVE_REPLIES.map((items) => ({ event: { type: 'REPLY', items } })), fault('CLOSE', 'fin')],
        labels: NAMES,
      },
    ],
  };
}
