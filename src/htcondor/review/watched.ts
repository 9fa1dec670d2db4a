import { pathsOf, type StateName } from '../../checker/system/coverage.ts';
import { explore } from '../../checker/search/explore.ts';
import type { Check, Pattern } from '../../checker/property/property.ts';
import type { Model } from '../../checker/study/models.ts';

/** The parts of a check that are patterns, or lists of them. */
const PATTERNS = new Set(['what', 'after', 'forget', 'from', 'to']);

/** The states that a property watches: a transition that one of its patterns picks out enters or leaves them. */
export function watchedStates(models: readonly Model[]): Set<StateName> {
  const watched = new Set<StateName>();
  for (const { composition, properties } of models) {
    const machines = new Map(composition.spec.components.map(({ name, machine }) => [name, machine.id]));
    const listening =
      (pattern: Pattern): Pattern =>
      (occurrence) => {
        const matches = pattern(occurrence);
        if (matches) {
          const from = names(occurrence.from.snapshot.value);
          const to = names(occurrence.to.snapshot.value);
          const crossed = [...from, ...to].filter((path) => !(from.includes(path) && to.includes(path)));
          for (const path of crossed) watched.add(`${machines.get(occurrence.component)}: ${path}`);
        }
        return matches;
      };
    explore(
      composition,
      properties.flatMap(({ checks }) => checks.map((check) => overheard(check, listening))),
    );
  }
  return watched;
}

const names = (value: unknown): string[] => pathsOf(value).map((path) => path.join('.'));

/** A check whose patterns are listened to. */
function overheard(check: Check, listening: (pattern: Pattern) => Pattern): Check {
  const heard = (part: unknown) => {
    if (Array.isArray(part)) return part.map(listening);
    return typeof part === 'function' ? listening(part as Pattern) : part;
  };
  const parts = Object.entries(check).map(([key, part]) => [key, PATTERNS.has(key) ? heard(part) : part]);
  return Object.fromEntries(parts) as Check;
}
