import type { MessageDecoder } from '../../../../machines/condor-io/alive-message.ts';
import { datagramsOf } from '../../../../machines/condor-io/datagram-bytes.ts';
import { matchRecordMachine } from '../../../../machines/schedd/match-record.ts';
import { NAMES } from '../../../../machines/systems/connection.ts';
import type { scheddUdpEnd } from '../../../../machines/systems/datagrams.ts';
import type { Item } from '../../../../machines/vocabulary.ts';
import type { ComponentSpec } from '../../../checker/index.ts';
import { ModelError } from '../../../checker/errors.ts';
import type { Message } from '../../../checker/system/message.ts';
import type { LocalState, TableStore } from '../../../checker/system/table/table.ts';
import { Daemon, INCOMING, OUTGOING, type Reaction } from '../daemon.ts';

/** The parts of the schedd, by their place in `scheddUdpEnd()`, and its match record behind them. */
const DAEMON_CORE = 0;
const MATCH_RECORD = 3;

const ENVIRONMENT = -9;

/** The schedd's machines for UDP; tests put a mutated machine in the place of one. */
export type UdpComponents = typeof scheddUdpEnd;

/** The ints that a schedd which knows the claim id sends back when these datagrams come, one after another. */
export function repliesTo(
  datagrams: readonly string[],
  components: readonly ComponentSpec[],
  decoder: MessageDecoder,
  tables: TableStore,
): number[] {
  const client = new DatagramRun(components, tables);
  for (const datagram of datagramsOf(
    datagrams.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
    decoder,
  )) {
    client.arrives({ type: 'DATAGRAM', ...datagram });
  }
  return client.replies;
}

/** The schedd's command socket, and the network around it. */
class DatagramRun {
  readonly replies: number[] = [];
  readonly #daemon: Daemon;
  readonly #states: LocalState[];
  readonly #arrived: Message[] = [];

  constructor(components: readonly ComponentSpec[], tables: TableStore) {
    const matchRecord = { name: 'matchRecord', process: 'schedd', machine: matchRecordMachine, labels: NAMES };
    const network = { 'udp.toSchedd': INCOMING, client: OUTGOING } as const;
    this.#daemon = new Daemon([...components, matchRecord], network, tables);
    this.#states = [...this.#daemon.starts];
    this.#deliver(MATCH_RECORD, { type: 'CLAIM_STARTD' }, ENVIRONMENT);
  }

  /** The event loop comes round after each datagram. */
  arrives(datagram: Message): void {
    this.#arrived.push(datagram);
    this.#deliver(DAEMON_CORE, { type: 'SELECT' }, ENVIRONMENT);
  }

  #deliver(component: number, event: Message, sender: number): void {
    const from = this.#states[component] as LocalState;
    const reaction = this.#daemon.reaction(component, from, event);
    if (!reaction) throw new ModelError(`${this.#daemon.names[component]} has no transition for ${event.type}`);
    this.#states[component] = reaction.to;
    for (const { target, message } of (reaction as Reaction).sends) {
      const to = this.#daemon.resolve(target, sender);
      if (to >= 0) this.#deliver(to, message, component);
      else this.#network(message, component);
    }
  }

  #network(message: Message, sender: number): void {
    switch (message.type) {
      case 'SELECT':
        return this.#deliver(sender, { type: 'SELECTED', readable: this.#arrived.length > 0 }, INCOMING);
      case 'RECVFROM':
        return this.#deliver(sender, this.#arrived.shift() as Message, INCOMING);
      case 'REPLY': {
        const [item] = message['items'] as readonly Item[];
        if (item?.kind === 'int') this.replies.push(item.value);
        return;
      }
      default:
        // REQUEST_CLAIM, with which the schedd has claimed: nobody plays a startd here.
        return;
    }
  }
}
