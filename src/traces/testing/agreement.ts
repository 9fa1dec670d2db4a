import { ALL_SUBSETS, PATHS, type Path } from '../../../machines/vocabulary.ts';
import { isWitness, verify } from '../../checker/verify.ts';
import type { Model } from '../../checker/study/models.ts';
import { modelOf } from '../../testing/models.ts';
import { promela } from '../promela/promela.ts';
import { type SpinResult, spin } from './spin.ts';

export const statedOf = ({ properties }: Model) => properties.filter((property) => !isWitness(property));

export const modelText = (model: Model, ids?: readonly string[]) =>
  promela(
    model.composition,
    statedOf(model).filter(({ id }) => ids?.includes(id) ?? true),
    { title: 'a test' },
  );

/** What our own search finds, in the words of Spin. */
export function found(model: Model) {
  const { states, findings } = verify(model.composition, statedOf(model));
  const violated = findings.filter(({ verdict }) => verdict === 'violated');
  return {
    states,
    failed: violated.map(({ property: { id } }) => (id === 'D1' ? 'invalid end state' : `holds_${id}`)),
  };
}

/** Many subsets come to one model but for the comments: what a fix does not change, it does not change for Spin. */
const results = new Map<string, Promise<SpinResult>>();

/** What Spin finds of a model. */
export async function spins(model: Model) {
  const text = modelText(model);
  const program = text.replace(/\/\*.*?\*\//gs, '');
  const result = results.get(program) ?? spin(text);
  results.set(program, result);
  const { states, failed } = await result;
  return { states, failed };
}

/** Every subset on every path. */
export const VARIANTS = PATHS.flatMap((path) => ALL_SUBSETS.map((fixes) => [path, fixes] as const));

export const keepAlive = (path: Path, fixes: string, connections: 1 | 2) =>
  modelOf('keep-alive', { path, fixes, connections });
