import { REVISIONS } from '../../../machines/vocabulary.ts';
import { WITH_ALL_FIXES, withFixes } from '../../../properties/systems/axes.ts';
import type { Property } from '../../checker/property/property.ts';
import type { Model } from '../../checker/study/models.ts';
import { rowsOf, rowWith } from '../../checker/study/rows.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import { TableStore } from '../../checker/system/table/table.ts';
import type { ExpectedSearch } from '../../verify/records.ts';
import { MODELS } from '../own-study.ts';
import { recorded, recordedVariants } from './facts.ts';

/** A system of the study: models that show all that is stated of it, and every search of it that is on record. */
export interface StudiedSystem {
  readonly system: string;
  readonly models: () => readonly Model[];
  readonly records: readonly Pick<ExpectedSearch, 'verdicts'>[];
}

/** Every system, those that lie along axes first. Each model has tables of its own: a peer puts a stream into very many states. */
export function studiedSystems(): readonly StudiedSystem[] {
  return MODELS.study.systems
    .toSorted((a, b) => Number(a.cases !== undefined) - Number(b.cases !== undefined))
    .map((system) => ({
      system: system.name,
      models: () => shownOf(system).map((row) => MODELS.model(row, new TableStore())),
      records: recordsOf(system),
    }));
}

/**
 * The named variants of which something else is stated, or else the smallest and the biggest subset of the fixes: between them every state that a fix brings or
 * hides is reached. One connection is enough to see what is stated.
 */
function shownOf(system: SystemEntry): Row[] {
  if (system.cases) return unlike(rowsOf(system));
  const one = 'connections' in system.axes ? { connections: 1 } : {};
  return [withFixes(), WITH_ALL_FIXES].map((fixes) => rowWith(system, { fixes, ...one }));
}

const idsOf = (row: Row): string =>
  MODELS.search(row)
    .properties.map(({ id }) => id)
    .join();

/** One of those of which the same is stated: the variants of a system may each have properties of their own. */
function unlike(rows: readonly Row[]): Row[] {
  const ids = rows.map(idsOf);
  return rows.filter((_, i) => ids.indexOf(ids[i] as string) === i);
}

/** What is searched together with the keep-alive is on record with it. */
function recordsOf({ name, cases }: SystemEntry): StudiedSystem['records'] {
  if (cases) return recordedVariants(name);
  if (name === 'peer') return REVISIONS.flatMap((revision) => recorded('peer', { revision }));
  const network = recorded('keep-alive');
  return name === 'liveness' ? network.flatMap(({ liveness = {} }) => Object.values(liveness)) : network;
}

const byId = (models: readonly Model[]): Property[] => [
  ...new Map(models.flatMap(({ properties }) => properties).map((one) => [one.id, one])).values(),
];

/** A property or witness of a system, and what is on record of it. */
export interface StatedProperty {
  readonly system: string;
  readonly property: Property;
  /** As `holds`, or `violated 9`, one per search. */
  readonly verdicts: readonly string[];
}

export function statedProperties(of: readonly StudiedSystem[]): StatedProperty[] {
  return of.flatMap(({ system, models, records }) =>
    byId(models()).map((property) => ({
      system,
      property,
      verdicts: records.flatMap(({ verdicts }) => verdicts[property.id] ?? []),
    })),
  );
}

/** How often which verdict is on record: `holds 26/32, violated 6/32`. */
export function tally(verdicts: readonly string[]): string {
  const words = verdicts.map((verdict) => verdict.split(' ')[0] ?? '');
  return [...new Set(words)]
    .map((word) => `${word} ${words.filter((one) => one === word).length}/${words.length}`)
    .join(', ');
}
