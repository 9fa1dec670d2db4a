import type { LoadedStudy } from '../verify/load-study.ts';
import { measure, type Usage } from './measure.ts';
import { type Given, peerCommand } from './peer.ts';
import type { Measured, Report, Start } from './report.ts';
import { type SpinMethod, SpinPrograms, whyNoSpin } from './spin/spin.ts';
import type { BenchSystem } from './system.ts';

interface MethodSpec {
  readonly name: string;
  /** The script in `peers` that runs it; none for Spin. */
  readonly script?: string;
  /** Takes long: measured once, however often the others are. */
  readonly slow?: boolean;
}

const SPECS = {
  bitmap: { name: 'claimcheck, bitmap', script: 'ours' },
  table: { name: 'claimcheck, table', script: 'ours' },
  grouped: { name: 'claimcheck, grouped', script: 'ours' },
  'spin-dfs': { name: 'Spin, depth first' },
  'spin-collapse': { name: 'Spin, depth first, collapsed' },
  'spin-bfs': { name: 'Spin, breadth first', slow: true },
  naive: { name: 'XState asked at every edge', script: 'naive', slow: true },
  'xstate-graph': { name: "xstate/graph's getShortestPaths", script: 'xstate-graph', slow: true },
} as const satisfies Record<string, MethodSpec>;

export type Method = keyof typeof SPECS;
export const METHODS = Object.keys(SPECS) as readonly Method[];

export const nameOf = (method: Method): string => SPECS[method].name;
export const isSlow = (method: Method): boolean => 'slow' in SPECS[method];

const isSpin = (method: Method): method is SpinMethod => !('script' in SPECS[method]);

/** Why a method can't be measured on this machine; null if it can. */
export const whyNot = (method: Method): string | null => (isSpin(method) ? whyNoSpin() : null);

/** Runs methods on systems, each time in a process of its own. */
export class Laboratory {
  readonly #config: string | null;
  readonly #spin: SpinPrograms;

  constructor(loaded: LoadedStudy) {
    this.#config = loaded.config;
    this.#spin = new SpinPrograms(loaded);
  }

  /**
   * @param states how many there are, as far as one knows: Spin is told
   * @param seconds after which Spin gives up
   */
  async measure(method: Method, system: BenchSystem, states: number, seconds?: number): Promise<Measured> {
    if (isSpin(method)) return this.#spin.measure(system, method, { states, ...(seconds && { seconds }) });
    const { said, usage } = await measurePeer<Report>(SPECS[method].script, { config: this.#config, system, method });
    return { report: said, usage };
  }

  /** What a search of a small system spends its time on. */
  async start(system: BenchSystem): Promise<Start> {
    return (await measurePeer<Start>('start', { config: this.#config, system, method: 'bitmap' })).said;
  }
}

async function measurePeer<Said>(script: string, given: Given): Promise<{ said: Said; usage: Usage }> {
  let said = '';
  const usage = await measure(peerCommand(script, given), (text) => {
    said += text;
  });
  return { said: JSON.parse(said) as Said, usage };
}
