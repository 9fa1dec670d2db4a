import { Models } from '../../../checker/study/models.ts';
import { keyOf, rowsOf } from '../../../checker/study/rows.ts';
import type { Row } from '../../../checker/study/system-entry.ts';
import { findingOn } from '../../../checker/verify.ts';
import type { LoadedStudy } from '../../../verify/load-study.ts';
import { Records } from '../../../verify/records.ts';
import type { RunsRow } from '../../../verify/records.ts';
import { sent } from '../findings.ts';
import { type Recorded, Scenes } from '../scene.ts';
import { placesOf } from './places.ts';

/** What a study's records know of shortest runs, and the run of its story: on record, or searched for now. */
export async function recordedOf(loaded: LoadedStudy): Promise<Recorded> {
  const records = await Records.open(loaded);
  const models = new Models(loaded.study);
  const rows = loaded.study.systems.flatMap((system) => rowsOf(system));
  const runs = Object.fromEntries(
    rows.flatMap((row): [string, RunsRow['runs']][] => {
      const found = runsOf(records, row);
      return found && endsAlways(models, row) ? [[keyOf(row), found]] : [];
    }),
  );
  return { runs, story: storyOf(loaded, runs), places: placesOf(loaded) };
}

function runsOf(records: Records, row: Row): RunsRow['runs'] | null {
  const { runs = null, key = {} } = records.place(row) ?? {};
  const rows = runs === null ? null : records.runs(runs);
  return rows?.find((one) => Object.entries(key).every(([field, value]) => one[field] === value))?.runs ?? null;
}

/** Whether no property's run goes on for ever: only how such a run begins is on record. */
const endsAlways = (models: Models, row: Row): boolean =>
  models.search(row).properties.every(({ checks }) => checks.every(({ kind }) => kind !== 'leadsTo'));

function storyOf({ study }: LoadedStudy, runs: Recorded['runs']): Recorded['story'] {
  const { story } = study;
  if (!story) return null;
  const scenes = new Scenes(study);
  const scene = scenes.first;
  const known = runs[keyOf(scenes.row(scene))];
  if (known) return known[story.property] ?? null;
  const { composition, properties } = scenes.model(scene);
  const wanted = properties.find(({ id }) => id === story.property);
  const finding = findingOn(composition, wanted, { faults: scene.faults });
  return finding?.run ? sent(composition, [...finding.run, ...(finding.cycle ?? [])]) : null;
}

/** What is on record as the text of a module: a run that several properties or rows have in common is written once, as are a row's runs. */
export function recordedText({ runs, story, places }: Recorded): string {
  const all = Object.values(runs);
  const ids = [...new Set(all.flatMap((row) => Object.keys(row)))];
  const distinct = [...new Set(all.flatMap((row) => Object.values(row).map((run) => JSON.stringify(run))))];
  /** For each property the place of its run; -1 if it has none. */
  const placesIn = (row: RunsRow['runs']) => JSON.stringify(ids.map((id) => distinct.indexOf(JSON.stringify(row[id]))));
  const sets = [...new Set(all.map(placesIn))];
  const rows = Object.entries(runs).map(([key, row]) => `${JSON.stringify(key)}:sets[${sets.indexOf(placesIn(row))}]`);
  return `const ids = ${JSON.stringify(ids)};
const runs = [${distinct.join()}];
const sets = [${sets.join()}].map((set) =>
  Object.fromEntries(ids.flatMap((id, i) => (set[i] < 0 ? [] : [[id, runs[set[i]]]]))));
export default { runs: { ${rows.join()} }, story: ${JSON.stringify(story)}, places: ${JSON.stringify(places)} };
`;
}
