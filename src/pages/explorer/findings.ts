import { FAULTS } from '../../../machines/vocabulary.ts';
import { type Finding as Found, isWitness, type Verdict, verify } from '../../checker/verify.ts';
import type { RunsRow } from '../../verify/runs.ts';
import { modelOf, type Scene } from './scene.ts';

/** What a search says of a property: plain data, so that a worker can send it. */
export interface Finding {
  readonly id: string;
  readonly verdict: Verdict;
  /** The shortest run that shows it, as indices of choices. */
  readonly run: readonly number[] | null;
}

/** Searches all that a scene's system can do. */
export function search(scene: Scene): Finding[] {
  const { composition, properties } = modelOf(scene);
  return verify(composition, properties, { faults: scene.faults }).findings.map(found);
}

const found = ({ property, verdict, run }: Found): Finding => ({
  id: property.id,
  verdict,
  run: run?.map(({ index }) => index) ?? null,
});

/** What an earlier search has found, where it is on record: in the network's two systems, with all faults. */
export function recorded(scene: Scene, rows: readonly RunsRow[]): Finding[] | null {
  const isRecorded = scene.system === 'keep-alive' || scene.system === 'reschedule';
  if (!isRecorded || scene.faults.length < FAULTS.length) return null;
  const row = rows.find(({ path, fixes }) => path === scene.path && fixes === scene.fixes);
  if (!row) return null;
  return modelOf(scene).properties.map((property) => {
    const run = row.runs[property.id] ?? null;
    const verdicts = isWitness(property) ? (['reached', 'unreachable'] as const) : (['violated', 'holds'] as const);
    return { id: property.id, verdict: verdicts[run ? 0 : 1], run };
  });
}
