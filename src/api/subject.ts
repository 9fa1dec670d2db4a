import type { Composition } from '../checker/system/compose.ts';
import { Composition as Composed, type SystemSpec } from '../checker/system/compose.ts';
import { ModelError } from '../checker/errors.ts';
import type { Property, PropertySpec } from '../checker/property/property.ts';
import { named } from '../checker/property/stated.ts';
import { defaultOf, type SomeChoices, wordOf } from '../checker/study/axis.ts';
import type { Carrier } from '../checker/study/carrier.ts';
import { checkSearch } from '../checker/study/check-study.ts';
import { faultsIn } from '../checker/study/define.ts';
import { labelsOf } from '../checker/study/labels.ts';
import { Models } from '../checker/study/models.ts';
import { rowsOf } from '../checker/study/rows.ts';
import type { Study } from '../checker/study/study.ts';
import type { Row, Search, SystemEntry } from '../checker/study/system-entry.ts';
import { TableStore } from '../checker/system/table/table.ts';
import { checkList, checkRecord } from '../checker/words/known.ts';

/**
 * What can be checked: a system with its properties, a composition or the components of a system (the properties are then
 * given beside it), a system of a study in all its variants, or a whole study.
 */
export type Checkable = Search | SystemSpec | Composition | SystemEntry | Study;

/** A system to be checked, in one variant. */
export interface Subject {
  /** What it is called, with its variant. */
  readonly name: string;
  readonly composition: Composition;
  readonly properties: readonly Property[];
  readonly carriers: readonly Carrier[];
  readonly unit?: number | undefined;
  /** The options by which the command line chooses it; null for a system that is part of no study. */
  readonly options: string | null;
}

/** Which of what can be checked is meant. */
export interface Meant {
  /** The properties to check; those that are stated with the system, if not given. */
  readonly properties?: readonly PropertySpec[] | undefined;
  /** Of a system of a study: only variants with these choices. */
  readonly choices?: SomeChoices | undefined;
}

/** The systems that a value stands for. @throws {ModelError} if it stands for none */
export function subjectsOf(given: Checkable, meant: Meant = {}): Subject[] {
  checkList('the properties to check', meant.properties, "[{ id: 'P1', checks: […] }, …]");
  for (const one of meant.properties ?? []) checkRecord('one of the properties to check', one, '{ id, checks }');
  if (meant.choices !== undefined) checkRecord("the option 'choices'", meant.choices, '{ axis: value }');
  if (typeof given === 'object' && given !== null) {
    if ('systems' in given) return subjectsOfStudy(given, meant);
    if ('search' in given)
      return subjectsOfStudy({ name: given.name, systems: [given], faults: faultsIn([given]) }, meant);
    if (meant.choices) throw new ModelError('choices are made in a system of a study; this is one system');
    if ('tables' in given) return [subject(given, meant.properties ?? [])];
    if ('spec' in given) {
      checkSearch(given.spec?.name, given);
      const composition = new Composed(given.spec, new TableStore());
      return [subject(composition, meant.properties ?? given.properties, given.unit)];
    }
    if ('components' in given) return [subject(new Composed(given, new TableStore()), meant.properties ?? [])];
  }
  throw new ModelError(
    'a system was expected: { spec, properties }, compose(…), { name, components }, defineSystem(…) or defineStudy(…)',
  );
}

const subject = (composition: Composition, properties: readonly PropertySpec[], unit?: number): Subject => ({
  name: composition.spec.name,
  composition,
  properties: properties.map(named),
  carriers: [],
  unit,
  options: null,
});

function subjectsOfStudy(study: Study, { properties, choices = {} }: Meant): Subject[] {
  const models = new Models(study);
  return study.systems.flatMap((system) => {
    const rows = rowsOf(system, choices);
    const labels = labelsOf(system, rows);
    return rows.map((row, i): Subject => {
      const model = models.model(row);
      return {
        ...model,
        name: [system.name, labels[i]].filter(Boolean).join(' '),
        properties: properties?.map(named) ?? model.properties,
        carriers: study.carriers ?? [],
        options: optionsOf(system, row),
      };
    });
  });
}

function optionsOf({ axes, name, typical = {} }: SystemEntry, { choices, variant }: Row): string {
  if (variant !== undefined) return `--system ${name} --variant ${variant}`;
  const unasked: SomeChoices = typical;
  const chosen = Object.entries(axes).filter(([axis, known]) => choices[axis] !== (unasked[axis] ?? defaultOf(known)));
  const sets = chosen.map(([axis, known]) => `--set ${axis}=${wordOf(known, choices[axis] as string)}`);
  return [`--system ${name}`, ...sets].join(' ');
}
