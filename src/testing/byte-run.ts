import { encodeCommand, MessageDecoder } from '../../machines/condor-io/alive-message.ts';
import { concat, encodeInt, encodeMessage, encodeString, HEADER_SIZE } from '../../machines/condor-io/cedar.ts';
import { FRAGMENTS, type Path } from '../../machines/vocabulary.ts';
import { KNOWN_CLAIM_ID } from '../htcondor/conform/conform.ts';
import type { Occurrence } from '../htcondor/conform/occurrence.ts';
import { Run } from '../htcondor/conform/run.ts';
import { Schedd, type ScheddBuild } from '../htcondor/conform/schedd.ts';
import type { Schedule } from '../htcondor/conform/schedule.ts';
import type { Choice, Composition } from '../checker/system/compose.ts';
import type { Message } from '../checker/system/message.ts';
import type { LocalState, TableStore } from '../checker/system/table/table.ts';

const claimId = encodeString(KNOWN_CLAIM_ID);
/** What the exhaustive system's startd writes, a message a packet. */
export const PACKETS: Readonly<Record<Path, readonly Uint8Array[]>> = {
  auth: [encodeCommand('auth-resume'), encodeMessage(claimId)],
  raw: [encodeMessage(concat(encodeInt(441), claimId))],
};

/** One transition of one of the schedd's machines, byte by byte or in a system that is explored. */
export interface Told {
  readonly component: string;
  readonly event: Message;
  readonly from: LocalState;
  readonly to: LocalState;
}

/** What the environment did in a byte-level run, and the transitions that followed. */
export interface ByteStep {
  /** When, in microseconds. */
  readonly at: number;
  readonly component: string;
  readonly event: Message;
  readonly transitions: readonly Told[];
}

/** What a schedd does with bytes that come at their times; where in its second the run begins is the phase, in microseconds. */
export function byteRun(build: ScheddBuild, schedule: Schedule, phase: number, tables: TableStore): ByteStep[] {
  const schedd = new Schedd(build, tables);
  const occurrences: Occurrence[] = [];
  new Run(schedd, schedule, new MessageDecoder(KNOWN_CLAIM_ID), phase, (occurrence) =>
    occurrences.push(occurrence),
  ).outcome();
  const starts = occurrences.flatMap((occurrence, i) => (isStart(occurrence) ? [i] : []));
  return starts.map((start, i) => {
    const { at, component, event } = occurrences[start] as Occurrence;
    const transitions = occurrences.slice(start, starts[i + 1]).filter(isCompared);
    return { at, component: component === CONDOR_READ ? 'scheddSock' : component, event, transitions };
  });
}

/** condor_read() stands between a ReliSock and its stream where there is a clock; where there is none, a ReliSock hears itself. */
const CONDOR_READ = 'condorRead';

/** What the environment does; that a read gives up is a choice of its own where there is no clock. */
const isStart = ({ component, sender, event }: Occurrence): boolean =>
  event.type === 'TIMEOUT' ? component !== CONDOR_READ : sender === 'environment';

/** condor_read() asks recv() again after a fragment, and gets nothing: so much of a ReliSock's transitions changes nothing. */
const isCompared = ({ component, event, from, to }: Told): boolean =>
  component !== CONDOR_READ && !(from === to && (event.type === 'READABLE' || event.type === 'WOULD_BLOCK'));

/** How far a number of bytes is in the exhaustive system: the last packet begun, and how much of it there is. */
export function position(path: Path, bytes: number): { packet: number; upTo: (typeof FRAGMENTS)[number] } | null {
  let before = 0;
  let reached = null;
  for (const [i, packet] of PACKETS[path].entries()) {
    const there = Math.min(bytes - before, packet.length);
    if (there > 0) reached = { packet: i + 1, upTo: FRAGMENTS[fragment(there, packet.length)] as never };
    before += packet.length;
  }
  return reached;
}

function fragment(bytes: number, length: number): number {
  if (bytes < HEADER_SIZE) return 0;
  if (bytes === HEADER_SIZE) return 1;
  return bytes < length ? 2 : 3;
}

/** A system that is explored exhaustively, driven by choices of its environment. */
export class Replay {
  readonly #composition: Composition;
  #states: readonly LocalState[];

  constructor(composition: Composition) {
    this.#composition = composition;
    this.#states = composition.initial;
  }

  /**
   * Makes a choice; the transitions of the schedd's machines that follow.
   *
   * @throws {Error} if it cannot be made
   */
  choose(component: string, event: Message): Told[] {
    const choice = this.#composition.choices.find(
      (other) =>
        other.component === this.#composition.indexOf(component) &&
        JSON.stringify(other.event) === JSON.stringify(event),
    );
    const step = this.#composition.step(choice as Choice, (i) => this.#states[i] as LocalState);
    if (!step) throw new Error(`${component} cannot take ${JSON.stringify(event)}`);
    this.#states = this.#states.map((state, i) => step.writes.get(i) ?? state);
    return step.occurrences
      .filter(({ component: name }) => /daemonCore|scheddSock|handler|matchRecord/.test(name))
      .filter(isCompared);
  }
}
