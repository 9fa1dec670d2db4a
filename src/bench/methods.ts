import type { LoadedStudy } from '../verify/load-study.ts';
import { measure, type Usage } from './measure.ts';
import { type Given, peerCommand } from './peer.ts';
import type { Measured, Report, Start } from './report.ts';
import { SPIN_METHODS, Spin, type SpinMethod, whyNoSpin } from './spin/spin.ts';
import type { BenchSystem } from './system.ts';
import { VERIFY_METHODS, VerifyCommand, type VerifyMethod, whyNotVerify } from './verify-command.ts';

/** A method that one of the scripts in `peers` carries out. */
interface PeerSpec {
  readonly name: string;
  readonly script: string;
  readonly everyCore?: boolean;
}

const PEERS = {
  bitmap: { name: 'claimcheck, bitmap', script: 'ours' },
  table: { name: 'claimcheck, table', script: 'ours' },
  grouped: { name: 'claimcheck, grouped', script: 'ours' },
  'workers-1': { name: 'claimcheck, bitmap, --workers 1', script: 'ours', everyCore: true },
  'workers-2': { name: 'claimcheck, bitmap, --workers 2', script: 'ours', everyCore: true },
  naive: { name: 'XState asked at every edge', script: 'naive' },
  'xstate-graph': { name: "xstate/graph's getShortestPaths", script: 'xstate-graph' },
} as const satisfies Readonly<Record<string, PeerSpec>>;

type PeerMethod = keyof typeof PEERS;
export type Method = PeerMethod | SpinMethod | VerifyMethod;

const NAMES: Readonly<Record<Method, { readonly name: string }>> = { ...PEERS, ...VERIFY_METHODS, ...SPIN_METHODS };
export const METHODS = Object.keys(NAMES) as readonly Method[];

export const nameOf = (method: Method): string => NAMES[method].name;

const isSpin = (method: Method): method is SpinMethod => Object.hasOwn(SPIN_METHODS, method);
const isVerify = (method: Method): method is VerifyMethod => Object.hasOwn(VERIFY_METHODS, method);

/** Whether a method may fail because the machine gives its processes too little shared memory. */
export const mayFail = (method: Method): boolean => isSpin(method) && 'everyCore' in SPIN_METHODS[method];

/** Why a method can't be measured on this machine; null if it can. */
export function whyNot(method: Method): string | null {
  if (isSpin(method)) return whyNoSpin();
  return isVerify(method) ? whyNotVerify(method) : null;
}

/** Runs methods on systems, each time in a process of its own. */
export class Laboratory {
  readonly #config: string | null;
  readonly #spin: Spin;
  readonly #verify: VerifyCommand;

  constructor(loaded: LoadedStudy) {
    this.#config = loaded.config;
    this.#spin = new Spin(loaded);
    this.#verify = new VerifyCommand(loaded);
  }

  /**
   * @param states how many there are, as far as one knows: Spin is told
   * @param seconds after which Spin gives up
   */
  async measure(method: Method, system: BenchSystem, states: number, seconds?: number): Promise<Measured> {
    if (isSpin(method)) return this.#spin.measure(system, method, { states, ...(seconds && { seconds }) });
    if (isVerify(method)) return this.#verify.measure(system, method);
    const spec: PeerSpec = PEERS[method];
    const { said, usage } = await measurePeer<Report>(spec, { config: this.#config, system, method });
    return { report: said, usage };
  }

  /** What a search of a small system spends its time on. */
  async start(system: BenchSystem): Promise<Start> {
    const spec = { name: '', script: 'start' };
    return (await measurePeer<Start>(spec, { config: this.#config, system, method: 'bitmap' })).said;
  }
}

async function measurePeer<Said>(
  { script, everyCore = false }: PeerSpec,
  given: Given,
): Promise<{ said: Said; usage: Usage }> {
  let said = '';
  const take = (text: string) => {
    said += text;
  };
  const usage = await measure(peerCommand(script, given), take, { everyCore });
  return { said: JSON.parse(said) as Said, usage };
}
