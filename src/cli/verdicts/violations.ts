import type { Models } from '../../checker/study/models.ts';
import { UNHANDLED } from '../../checker/verify.ts';
import type { PropertyResult } from '../../verify/search-row.ts';
import { stepsOf, wrap } from '../layout.ts';
import { style } from '../terminal.ts';
import { groupBy } from './group-by.ts';
import { subsetLabels } from './groups.ts';
import { hasAllSubsets, type Line, type Section, titleOf } from './sections.ts';

/** A property with the lines of a section in which it is violated. */
export interface Violation {
  readonly id: string;
  readonly sentence: string;
  /** How long its shortest run is, in words. */
  readonly steps: string;
  readonly lines: readonly Line[];
}

/** What is violated in a section, by property. */
export function violationsOf(models: Models, { lines }: Section): Violation[] {
  const found = lines.flatMap((line) =>
    line.search.properties
      .filter(({ verdict }) => verdict === 'violated')
      .map((result) => ({ id: result.id, result, line })),
  );
  return groupBy(found, ({ id }) => id).map(([id, some]) => ({
    id,
    sentence: sentenceOf(models, (some[0] as (typeof some)[number]).line, id),
    steps: stepsText(some.map(({ result }) => result)),
    lines: some.map(({ line }) => line),
  }));
}

/** What a property states, in the variant in which it was searched or in one that was searched with it. */
function sentenceOf(models: Models, { row }: Line, id: string): string {
  const properties = models.together(row).flatMap((one) => models.search(one).properties);
  const lost = id === UNHANDLED ? 'A message is lost: its receiver has no transition for it' : '';
  return properties.find((one) => one.id === id)?.sentence ?? lost;
}

/** The shortest of the runs. */
function stepsText(results: readonly PropertyResult[]): string {
  const [first] = results.toSorted((a, b) => (a.trace ?? 0) - (b.trace ?? 0));
  const { trace = null, cycle } = first ?? {};
  if (trace === null) return '';
  return cycle === undefined ? stepsOf(trace) : `${stepsOf(trace)} and a cycle of ${cycle}`;
}

/** What is violated where, with what the properties state; sections that violate the same are named together. */
export function violationsText(models: Models, sections: readonly Section[]): string[] {
  const texts = sections.flatMap((section) => {
    const violations = violationsOf(models, section);
    if (violations.length === 0) return [];
    const wheres = violations.map(({ lines }) => whereText(section, lines));
    const isOne = new Set(wheres).size === 1;
    const lines = violations.map(
      ({ id, sentence, steps }, i) =>
        `  ${style.red(id)}  ${sentence} (${[...(isOne ? [] : [`${wheres[i]}`]), ...(steps ? [steps] : [])].join(': ')}).`,
    );
    return [{ section, where: isOne ? `: ${wheres[0]}` : '', text: lines.join('\n') }];
  });
  return groupBy(texts, ({ where, text }) => `${where}\n${text}`).map(([, some]) => {
    const [{ where, text }] = some as [(typeof some)[number]];
    const titles = titlesOf(
      sections,
      some.map(({ section }) => section),
    );
    const names = sections.map(({ system }) => system.name);
    const heading = names.includes(titles)
      ? `Violated in ${titles}${where === `: ${titles}` ? '' : where}`
      : `Violated with ${titles}${where}`;
    return wrap(`${style.bold(heading)}\n${text}`);
  });
}

/** Sections by name; what was searched beside all rows goes by its own name alone. */
function titlesOf(all: readonly Section[], some: readonly Section[]): string {
  const [{ beside }] = some as readonly [Section];
  const alike = all.filter((section) => section.beside === beside);
  const isAlike = beside !== '' && alike.length === some.length && some.every((section) => alike.includes(section));
  return isAlike ? beside : some.map(titleOf).join(' and ');
}

function whereText(section: Section, lines: readonly Line[]): string {
  if (section.lines.length === lines.length && lines.length > 1)
    return hasAllSubsets(section) ? `all ${lines.length} subsets` : `all ${lines.length} variants`;
  return hasAllSubsets(section) ? subsetLabels(lines) : lines.map((line) => lineName(section, line)).join(', ');
}

/** What is chosen on the section's axis, with its name: `fixes 27895`; the name of a variant, where it has one. */
export const lineName = ({ axis, lines }: Section, { label }: Line): string =>
  axis === null || lines.length > 1 ? label : `${axis} ${label}`;
