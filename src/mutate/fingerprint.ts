import type { Choice, Composition } from '../engine/compose.ts';
import { ModelError } from '../engine/errors.ts';
import type { Property } from '../engine/property.ts';
import type { LocalState } from '../engine/table.ts';
import { verify } from '../engine/verdict.ts';

/** What can be seen of a system: per property its verdict and its shortest run, or the error that ends the search. */
export type Fingerprint = ReadonlyMap<string, string>;

const ERROR = 'model error';

/** Explores a system and notes what it shows: equal fingerprints mean that no property tells two systems apart. */
export function fingerprint(composition: Composition, properties: readonly Property[]): Fingerprint {
  try {
    const { findings } = verify(composition, properties);
    return new Map(
      findings.map(({ property, verdict, run }) => [
        property.id,
        [verdict, ...(run ? story(composition, run) : [])].join('\n'),
      ]),
    );
  } catch (error) {
    if (error instanceof ModelError) return new Map([[ERROR, error.message]]);
    throw error;
  }
}

/** The properties on which two systems differ; the error, if one of them has one and the other not. */
export function differences(one: Fingerprint, other: Fingerprint): string[] {
  if (other.has(ERROR) && !one.has(ERROR)) return [ERROR];
  return [...new Set([...one.keys(), ...other.keys()])].filter((id) => one.get(id) !== other.get(id));
}

/** A run as its choices, each with the log lines that it made the components write. */
function story(composition: Composition, run: readonly Choice[]): string[] {
  const locals = composition.initial;
  return run.flatMap((choice) => {
    const step = composition.step(choice, (component) => locals[component] as LocalState);
    for (const [component, state] of step?.writes ?? []) locals[component] = state;
    const name = composition.components[choice.component]?.spec.name;
    return [
      `${name} ${JSON.stringify(choice.event)}`,
      ...(step?.occurrences ?? []).flatMap(({ component, prints }) => prints.map((line) => `${component}: ${line}`)),
    ];
  });
}
