import { type Axis, isSwitches, valuesOf } from '../../checker/study/axis.ts';
import type { Models } from '../../checker/study/models.ts';
import { rowsOf } from '../../checker/study/rows.ts';
import type { SystemEntry } from '../../checker/study/system-entry.ts';
import type { Records } from '../../verify/records.ts';
import { harmedBy, minimalOf, type Standing, standingOf } from './enough.ts';
import { groupBy } from './group-by.ts';
import { idsOf } from './groups.ts';
import { hasAllSubsets, type Line, type Section, subsetName, titleOf } from './sections.ts';
import { lineName, violationsOf } from './violations.ts';

/** The answer of the searches of one system: how many of its variants are safe, and what is enough. A line each. */
export function answerOf(models: Models, system: SystemEntry, sections: readonly Section[]): string[] {
  if (!sections.every(hasAllSubsets)) return [variantsText(models, system, sections)];
  return groupBy(sections, ({ beside }) => beside).flatMap(([, some]) => subsetsText(models, some));
}

/** Which subsets of switches are safe in all of these sections, and in each where that is another matter. */
function subsetsText(models: Models, sections: readonly Section[]): string[] {
  const [first] = sections as readonly [Section];
  const axis = first.system.axes[first.axis as string] as Axis;
  const standing = (some: readonly Section[]) =>
    standingOf(valuesOf(axis).map(String), (subset) =>
      some.flatMap(({ lines }) => lines.filter(({ value }) => value === subset).map(({ search }) => search.properties)),
    );
  const text = (some: readonly Section[]) => `${standingText(axis, standing(some))}${harmText(models, some)}`;
  const whole = text(sections);
  const [only] = sections.length === 1 ? sections : [];
  const ids = first.beside && `${idsOf(first).join(', ')} w`;
  const title = only ? titleUnless(only) : first.beside;
  const prefix = title && `${ids || 'W'}ith ${title}: `;
  const others = groupBy(
    sections.filter((section) => text([section]) !== whole),
    (section) => text([section]),
  ).map(([own, some]) => `With ${some.map(titleOf).join(' and ')}: ${own}`);
  return [`${prefix}${whole}`, ...others];
}

const titleUnless = (section: Section): string => (titleOf(section) === section.system.name ? '' : titleOf(section));

const isOrAre = (count: number): string => (count === 1 ? 'is' : 'are');

/** How many subsets are safe, and which of them are the smallest. */
function standingText(axis: Axis, standing: Standing): string {
  const { safe, unsafe, open } = standing;
  const all = safe.length + unsafe.length + open.length;
  if (open.length > 0)
    return `${safe.length} of ${all} subsets ${isOrAre(safe.length)} safe, ${unsafe.length} ${isOrAre(unsafe.length)} not, ${open.length} undecided.`;
  if (unsafe.length === 0) return `all ${all} subsets are safe.`;
  if (safe.length === 0) return `none of ${all} subsets is safe.`;
  const names = minimalOf(standing).map((bits) => subsetName(axis, bits));
  const [one, larger] = (harmedBy(standing) ?? []).map((bits) => subsetName(axis, bits));
  const harmed = one === undefined ? '' : ` More can be less: ${one} is safe, ${larger} is not.`;
  return `${safe.length} of ${all} subsets ${isOrAre(safe.length)} safe. Minimal: ${names.join(' | ')}.${harmed}`;
}

/** The properties that every line of these sections violates: no subset helps. */
function harmText(models: Models, sections: readonly Section[]): string {
  const always = sections.map((section) =>
    violationsOf(models, section)
      .filter(({ lines }) => lines.length === section.lines.length)
      .map(({ id }) => id),
  );
  const ids = (always[0] ?? []).filter((id) => always.every((some) => some.includes(id)));
  return ids.length > 0 ? ` ${ids.join(', ')} is violated with each.` : '';
}

/** How many of a system's variants are safe, and which properties the others violate. */
function variantsText(models: Models, { name }: SystemEntry, sections: readonly Section[]): string {
  const lines = sections.flatMap((section) => section.lines.map((line) => ({ section, line })));
  const verdicts = lines.map(({ line }) => line.search.properties.map(({ verdict }) => verdict));
  const unsafe = verdicts.filter((some) => some.includes('violated')).length;
  const safe = verdicts.filter((some) => some.every((verdict) => verdict === 'holds')).length;
  const open = lines.length - unsafe - safe;
  const undecided = open > 0 ? [`${open} of ${lines.length} searches met a bound.`] : [];
  if (unsafe === 0 && open > 0) return [`${name}: no violation so far.`, ...undecided].join(' ');
  // What is searched beside a variant is no variant of the system.
  const noun = sections.some(({ beside }) => beside !== '') ? 'searches' : 'variants';
  if (unsafe === 0) return `${name}: all properties hold${lines.length > 1 ? ` in all ${lines.length} ${noun}` : ''}.`;
  const violated = sections.flatMap((section) => violationsOf(models, section).map((one) => ({ ...one, section })));
  const byPlace = groupBy(violated, ({ section, lines: some }) => placeText(section, some));
  const sentences = byPlace.map(([place, some]) => {
    const ids = some.map(({ id }) => id);
    return `${ids.join(', ')} ${ids.length > 1 ? 'are' : 'is'} violated${place && ` with ${place}`}.`;
  });
  const count = lines.length > 1 ? [`${safe} of ${lines.length} ${noun} ${isOrAre(safe)} safe.`] : [];
  return [`${name}:`, ...count, ...sentences, ...undecided].join(' ');
}

/** So many variants are named in the answer; the violations above it name all. */
const NAMED = 4;

function placeText(section: Section, some: readonly Line[]): string {
  const title = titleUnless(section);
  const names = some.map((line) => lineName(section, line));
  if (some.length === 1 && names[0] === section.system.name) return title;
  const labels = names.length > NAMED ? `${names.length} of them` : names.join(', ');
  return [title, labels].filter((part) => part !== '').join(', ');
}

/**
 * What is on record of the systems that a study puts beside this one under another word of the same option, and that have the same
 * switches: `only with 27897`.
 */
export function recordedBeside({ study }: Models, records: Records, system: SystemEntry): string[] {
  return Object.entries(study.aliases ?? {}).flatMap(([flag, { systems }]) => {
    const words = Object.entries(systems);
    if (!words.some(([, name]) => name === system.name)) return [];
    return words.flatMap(([word, name]) => {
      const other = study.systems.find((one) => one.name === name);
      const text = name === system.name || !other ? null : recordText(records, other);
      return text === null ? [] : [`With --${flag} ${word}, on record: ${text}`];
    });
  });
}

function recordText(records: Records, system: SystemEntry): string | null {
  const [name, axis] = Object.entries(system.axes).find(([, one]) => isSwitches(one)) ?? [];
  const rows = rowsOf(system).map((row) => ({ row, expected: records.expected(row) }));
  if (name === undefined || !axis || rows.some(({ expected }) => !expected)) return null;
  const standing = standingOf(valuesOf(axis).map(String), (subset) =>
    rows.filter(({ row }) => row.choices[name] === subset).map(({ expected }) => recordedVerdicts(expected?.verdicts)),
  );
  const minimal = minimalOf(standing);
  if (minimal.length === 1 && minimal[0]?.includes('1') && !harmedBy(standing))
    return `only with ${subsetName(axis, minimal[0])}.`;
  return standingText(axis, standing);
}

/** Verdicts as they are on record. A witness is no property: whether it is reached says nothing of safety. */
const recordedVerdicts = (recorded: Readonly<Record<string, string>> = {}) =>
  Object.values(recorded).map((text) => ({ verdict: /^(violated|bounded)/.exec(text)?.[0] ?? 'holds' }));
