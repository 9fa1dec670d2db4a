import { type Axis, isSwitches } from '../../checker/study/axis.ts';
import { Models } from '../../checker/study/models.ts';
import { rowsOf } from '../../checker/study/rows.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import { nameOf } from '../../verify/records.ts';
import type { RowResult } from '../../verify/search-row.ts';
import { isBounded } from '../../verify/whole.ts';
import { storyText } from '../commands/trace.ts';
import { countOf, wrap } from '../layout.ts';
import { earlyText, matrix, methodText, unreached } from '../matrix.ts';
import { style } from '../terminal.ts';
import { answerOf, recordedBeside } from './answer.ts';
import { sectionText } from './groups.ts';
import { nextText } from './next.ts';
import type { Searches } from './report.ts';
import { hasAllSubsets, type Section, sectionsOf } from './sections.ts';
import { violationsText } from './violations.ts';

/** Searches with all that people are told of them. */
export interface Shown extends Searches {
  /** What was asked for, whether or not it was searched. */
  readonly rows: readonly Row[];
  /** The axes on which something was chosen. */
  readonly chosen: readonly string[];
  /** The results that are compared with what is on record. */
  readonly recorded: readonly RowResult[];
  /** What is violated where nothing is on record. */
  readonly violations: readonly string[];
  readonly isVerbose: boolean;
  readonly seconds: number;
}

/** What people read: the verdicts, the story of the study where all of it was searched, and last the answer. */
export function verifyText(shown: Shown): string {
  const { loaded, records, scope, systems, rows, results, isVerbose } = shown;
  const models = new Models(loaded.study);
  const found = systems
    .map((system) => ({
      system,
      sections: sectionsOf(
        models,
        system,
        results.rows.filter((row) => row.system === system.name),
      ),
    }))
    .filter(({ sections }) => sections.some(({ lines }) => lines.length > 0));
  const isWhole = isWholeStory(shown);
  const early = earlyText(results.rows.map((row) => ({ ...row, name: nameOf(records, row, scope) })));
  const parts = [
    ...(results.interrupted ? [style.yellow('Interrupted: what was known by then.')] : []),
    wrap(scopeText(shown, systems, rows)),
    ...found.flatMap(({ system, sections }) => [
      ...(systems.length > 1 ? [wrap(`${style.bold(system.name)}${sentenceOf(system)}`)] : []),
      ...(found.length > 1 && sections.some(hasAllSubsets) ? [wrap(switchesText(system))] : []),
      ...sections.flatMap((section) =>
        isVerbose ? matrix(section).map((text) => wrap(text)) : [sectionText(section)],
      ),
    ]),
    ...(isVerbose ? [methodText(results.rows), ...alikeText(results.alike)] : []),
    ...(results.rows.some(({ engine }) => engine === 'symmetric') ? [style.dim(UP_TO_SYMMETRY)] : []),
    ...(early === null ? [] : [early]),
    ...(isVerbose && isWhole ? [wrap(unreachedText(shown))] : []),
    ...found.flatMap(({ sections }) => violationsText(models, sections)),
    ...(isWhole ? [wrap(storyText(loaded.study))] : []),
    answerText(shown, models, found),
  ];
  return parts.join('\n\n');
}

const UP_TO_SYMMETRY = 'States and transitions are counted up to symmetry; --engine table counts all.';

interface Found {
  readonly system: SystemEntry;
  readonly sections: readonly Section[];
}

/** Whether all rows of the study's story were searched to their ends, with nothing chosen. */
function isWholeStory({ loaded, scope, systems, rows, results, chosen }: Shown): boolean {
  const [system] = systems;
  return (
    system !== undefined &&
    loaded.study.story?.system === system.name &&
    rows.length === rowsOf(system).length &&
    !scope.faults &&
    chosen.length === 0 &&
    results.rows.length === rows.length &&
    results.rows.every(({ bounded }) => !bounded)
  );
}

function scopeText({ loaded, scope, chosen }: Shown, systems: readonly SystemEntry[], [first]: readonly Row[]): string {
  const faults = scope.faults ?? loaded.study.faults;
  const noun = faults.length === 0 ? 'no faults' : `faults: ${faults.join(', ')}`;
  const bound = scope.maxStates ? `; at most about ${scope.maxStates} states a search` : '';
  const [system] = systems;
  const choices = chosen.map((axis) => `${axis} ${first?.choices[axis]}`);
  const what = systems.length > 1 || !system ? `${systems.length} systems` : `${system.name}${sentenceOf(system)}`;
  return `${[what, ...choices, noun].join('; ')}${bound}.`;
}

/** What a system is about, behind its name; nothing where its author gave no sentence. */
const sentenceOf = ({ name, sentence }: SystemEntry): string => (sentence === name ? '' : `: ${sentence}`);

/** What each switch of a system changes, in words. */
function switchesText({ axes }: SystemEntry): string {
  return Object.entries(axes)
    .flatMap(([name, axis]) => (isSwitches(axis as Axis) ? [{ name, axis: axis as Axis & { switches: object } }] : []))
    .map(({ name, axis }) => {
      const lines = Object.entries(axis.switches).map(([id, change]) => `  ${style.bold(id)}  ${change}`);
      return [`${style.bold(name)}: ${axis.about}`, ...lines].join('\n');
    })
    .join('\n');
}

/** The last lines: how many variants are safe and what is enough, whether that is as recorded, and what to try next. */
function answerText(shown: Shown, models: Models, found: readonly Found[]): string {
  const { records, scope, results, wrong, violations, chosen, seconds, isVerbose } = shown;
  const isWhole = isWholeStory(shown);
  const answers = found.flatMap(({ system, sections }) => {
    const lines = answerOf(models, system, sections);
    const isComparable = chosen.length === 0 && !scope.faults && sections.every(hasAllSubsets);
    return [...lines, ...(isComparable ? recordedBeside(models, records, system) : [])];
  });
  const [only] = found.length === 1 ? found : [];
  const isAsExpected = wrong.length + violations.length === 0;
  const next =
    only && isAsExpected && !results.interrupted
      ? nextText({ models, ...only, faults: scope.faults, isVerbose, isWhole })
      : null;
  const compared = wrap(`${comparison(shown)}  ${style.dim(`(${seconds.toFixed(1)} s)`)}`);
  // The answer about a single system stands on the same screen as what its switches change.
  const switches = only?.sections.some(hasAllSubsets) ? [wrap(switchesText(only.system)), ''] : [];
  const answer = [...switches, ...answers.map((line) => wrap(line))];
  // What is not as it was recorded must be seen first, and what a reader sees first is what is written last.
  return isAsExpected
    ? [compared, '', ...answer, ...(next === null ? [] : [next])].join('\n')
    : [...answer, '', compared].join('\n');
}

function alikeText(alike: number): string[] {
  if (alike === 0) return [];
  const searches = alike === 1 ? '1 search was' : `${alike} searches were`;
  return [
    wrap(
      style.dim(
        `${searches} not repeated: their machines give the same answers as those of a variant searched before.`,
      ),
    ),
  ];
}

function comparison({ records, scope, results, recorded, wrong, violations }: Shown): string {
  if (wrong.length > 0) {
    const places = results.rows.flatMap((row) => records.place(row, scope)?.file ?? []);
    const files = [...new Set(places)].map((file) => records.name(file));
    return style.red(`${countOf(wrong.length, 'difference')} from ${files.join(', ')}:\n  ${wrong.join('\n  ')}`);
  }
  if (violations.length > 0)
    return style.red(`Nothing is on record to compare with. Found:\n  ${violations.join('\n  ')}`);
  if (recorded.length === 0) return 'Nothing is on record for this environment to compare with.';
  if (recorded.length < results.rows.length)
    return style.green(`${recorded.length} of ${results.rows.length} rows are on record, and as expected.`);
  if (results.interrupted || isBounded(results.rows))
    return style.yellow('What was found before the searches ended early is as expected.');
  return style.green('All verdicts, counts and trace lengths are as expected.');
}

function unreachedText({ results, records }: Shown): string {
  const states = unreached(results, records);
  if (states.length === 0) return `Every one of the ${results.declared.length} states of the machines is reached.`;
  return `States that no variant reaches:\n${states.map(({ state, reason }) => `  ${state}  (${reason})`).join('\n')}`;
}
