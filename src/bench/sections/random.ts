import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { over } from '../goals.ts';
import { measure } from '../measure.ts';
import { peerCommand } from '../peer.ts';
import { quintRuns } from '../quint/quint-output.ts';
import { race } from '../race.ts';
import type { RandomRuns } from '../report.ts';
import { figure, seconds, type Table, whole } from '../shown/tables.ts';
import type { Bench, Measuring } from './section.ts';

/** The medians of one who makes random runs: whole processes, and what the runs alone took. */
export interface RandomFigures {
  readonly [figure: string]: number | null;
  readonly wall: number;
  readonly cpu: number | null;
  readonly runs: number;
  readonly steps: number;
  readonly seconds: number;
  /** How often a violation was found: 0 or 1. */
  readonly violated: number;
}

const RUNS = 3;
const OURS = 'claimcheck, random runs';
const QUINT = "Quint's simulator";

/** Where Quint is, if it is not in the PATH: it is no dependency of ours. */
const PROGRAM = process.env['QUINT'] ?? 'quint';

/** Measures random runs, ours and those of Quint's simulator on the exported model. Of a safe system neither may find a violation. */
export const random: Measuring = async ({ onStep, runs = RUNS, ...bench }) => {
  const version = quintVersion();
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-quint-'));
  try {
    const ours = { name: OURS, run: () => ourRuns(bench) };
    const quint = version === null ? [] : [{ name: `${QUINT} ${version}`, run: quintIn(folder, bench) }];
    const results = await race([ours, ...quint], runs, onStep);
    const { system } = bench.plans.random;
    return {
      parts: [{ title: `${system.name} (${system.label})`, table: randomTable(results) }],
      data: { random: results },
      goals: [],
      wrong: results.flatMap(({ figures, name }) => (figures.violated > 0 ? [`${name} finds a violation`] : [])),
      skipped: version === null ? [`${QUINT}: not installed, or it does not start (QUINT names the program)`] : [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What Quint says of its version; null if it can't be run. */
function quintVersion(): string | null {
  const { error, status, stdout } = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' });
  return error || status !== 0 ? null : stdout.trim();
}

type Given = Pick<Bench, 'config' | 'plans'>;

async function ourRuns({ config, plans }: Given): Promise<RandomFigures> {
  const { runs, steps, system } = plans.random;
  const given = { config, system, method: JSON.stringify({ runs, steps }) };
  return runsOf(peerCommand('random', given), (text) => JSON.parse(text) as RandomRuns);
}

function quintIn(folder: string, { config, plans }: Given): () => Promise<RandomFigures> {
  const { quintRuns: runs, steps, system } = plans.random;
  const file = join(folder, 'system.qnt');
  const [node, ...args] = peerCommand('quint', { config, system, method: 'quint' }) as [string, ...string[]];
  writeFileSync(file, execFileSync(node, args, { maxBuffer: 2 ** 30 }));
  const options = ['--backend=typescript', '--invariant=safe', `--max-samples=${runs}`, `--max-steps=${steps}`];
  const command = [PROGRAM, 'run', ...options, file];
  return () => runsOf(command, (text) => quintRuns(text, runs));
}

async function runsOf(command: readonly string[], read: (text: string) => RandomRuns): Promise<RandomFigures> {
  let text = '';
  const take = (piece: string) => {
    text += piece;
  };
  const { cpu, wall } = await measure(command, take, { codes: [0, 1] });
  const { violated, ...runs } = read(text);
  return { ...runs, violated: violated ? 1 : 0, wall, cpu };
}

/** Runs and steps of each, and how many times as many steps a second as the others the first takes. */
export function randomTable(results: readonly { readonly name: string; readonly figures: RandomFigures }[]): Table {
  const rate = ({ seconds: time, steps }: RandomFigures) => over(steps, time);
  const first = results[0] && rate(results[0].figures);
  return [
    ['', 'runs', 'steps', 'process, wall s', 'process, CPU s', 'runs alone, s', 'steps/s', 'first, times as fast'],
    ...results.map(({ name, figures }) => [
      name,
      whole(figures.runs),
      whole(figures.steps),
      seconds(figures.wall),
      seconds(figures.cpu),
      seconds(figures.seconds),
      whole(rate(figures)),
      figure(over(first, rate(figures))),
    ]),
  ];
}
