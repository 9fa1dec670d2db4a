import { useEffect, useState } from 'preact/hooks';
import { ModelError } from '../../../../checker/errors.ts';
import type { Property } from '../../../../checker/property/property.ts';
import { leadingOf } from '../../story/verdict.ts';
import type { Finding } from '../../findings.ts';
import { companionsOf } from '../../story/companions.ts';
import { type Outcome, outcomeOf, type Repair, repairsOf } from '../../story/repairs.ts';
import type { View } from '../../view.ts';
import type { Explorer } from './use-explorer.ts';
import { findingsAtOnce, searchScene } from './use-findings.ts';

/** A repair, and what becomes of a run with it. */
export interface Tried {
  readonly repair: Repair;
  readonly outcome: Outcome;
  /** What a search says of the property there; a word where there is no such thing, or not yet. */
  readonly finding: Finding | 'searching' | 'not computed';
  /** The other switches without which it does not stop the violation, and with which it does. */
  readonly needs: readonly string[] | null;
  /** How long the run is without it. */
  readonly steps: number;
}

/** What becomes of the run with each repair; null until that has been looked at, after the page has been shown. */
export function useRepairs({ scenes, view, tried }: Explorer, violated: Property | null): readonly Tried[] | null {
  const base = tried ?? view;
  const key = JSON.stringify([base.scene, base.run.map(({ index }) => index)]);
  const [found, setFound] = useState<{
    readonly key: string;
    readonly id: string;
    readonly all: readonly Tried[];
  } | null>(null);
  const [searched, setSearched] = useState(0);
  const id =
    violated?.id ??
    (found?.key === key
      ? found.id
      : leadingOf(scenes.model(base.scene).properties, [], scenes.study.story?.property)?.id) ??
    '';
  useEffect(() => {
    const timer = setTimeout(() =>
      setFound({ key, id, all: repairsOf(scenes, base.scene).flatMap((repair) => tryOn(repair)) }),
    );
    return () => clearTimeout(timer);
  }, [key, id, searched]);
  const waiting = found?.key === key ? found.all.find(({ finding }) => finding === 'searching') : undefined;
  useEffect(() => {
    if (!waiting) return;
    return searchScene(waiting.outcome.view.scene, () => setSearched((n) => n + 1));
  }, [waiting]);
  return found?.key === key ? found.all : null;

  function tryOn(repair: Repair): Tried[] {
    const outcome = possibleOutcome({ ...base, at: base.run.length }, repair);
    if (!outcome) return [];
    const known = findingsAtOnce(scenes, outcome.view.scene);
    const finding = known === undefined ? 'searching' : (known?.find((one) => one.id === id) ?? 'not computed');
    const isViolated = typeof finding === 'object' && finding.verdict === 'violated';
    const needs = isViolated ? companionsOf(scenes, base.scene, repair, id) : null;
    return [{ repair, outcome, finding, needs, steps: base.run.length }];
  }

  /** Null where the choices do not go together. */
  function possibleOutcome(run: View, repair: Repair): Outcome | null {
    try {
      return outcomeOf(scenes, run, repair.choices);
    } catch (error) {
      if (error instanceof ModelError) return null;
      throw error;
    }
  }
}
