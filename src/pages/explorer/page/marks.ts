import { isWitness } from '../../../checker/verify.ts';
import { violationOf } from '../story/verdict.ts';
import type { Explorer } from './hooks/use-explorer.ts';

/** Something that a reader must not miss at a step. */
export interface Mark {
  readonly text: string;
  readonly why: string | null;
}

/** What some steps of the run violate, in words: as the study's story marks it, or else as the first of the properties says. */
export function marksIn({ scenes, whole }: Pick<Explorer, 'scenes' | 'whole'>, from: number, to = from): Mark[] {
  const known = scenes.study.story?.picture?.marks ?? [];
  const violated = whole.judgements.filter(({ property, step }) => from <= step && step <= to && !isWitness(property));
  const marks = violated.flatMap(({ property }) => known.find((mark) => mark.property === property.id) ?? []);
  if (marks.length > 0) return marks;
  const [first] = violated;
  return first ? [{ text: violationOf(first.property), why: null }] : [];
}
