import type { PropertyResult, Searched } from '../../verify/search-row.ts';
import { verdictText } from '../../verify/search-row.ts';
import { lineWidth, style } from '../terminal.ts';
import { type Cell, table, tableWidth, wrap } from '../layout.ts';
import { bySize } from './enough.ts';
import { groupBy } from './group-by.ts';
import { hasAllSubsets, type Line, type Section, titleOf } from './sections.ts';

/** So many lines can be read one by one. */
const FEW = 6;

/** Up to this many equal subsets are all named; of more, only the smallest. */
const NAMED = 3;

/** A section at a glance: a short and narrow table as it is, of others equal lines together. */
export function sectionText(section: Section, width = lineWidth()): string {
  const rows = sectionTable(section);
  if (section.lines.length <= FEW && tableWidth(rows) <= width) return table(rows);
  const groups = groupBy(section.lines, ({ search }) => verdictsText(search.properties, section));
  const heading = `${style.bold(titleOf(section))}: ${idsOf(section).join(', ')}`;
  const lines = groups.map(([verdicts, some]) => `  ${labelsOf(section, some)}: ${verdicts}`);
  return wrap([heading, ...lines].join('\n'), width);
}

/** The properties of a section; its variants need not all have the same. */
export const idsOf = ({ lines }: Section): string[] => [
  ...new Set(lines.flatMap(({ search }) => search.properties.map(({ id }) => id))),
];

/** A line a search. */
export function sectionTable(section: Section): Cell[][] {
  const ids = idsOf(section);
  const heading: Cell[] = [
    { text: titleOf(section), paint: style.bold },
    ...ids.map((id) => ({ text: id, paint: style.bold })),
    ...['states', 'transitions', 'depth'].map((text) => ({ text, paint: style.dim, right: true })),
  ];
  const lines = section.lines.map(({ label, search }): Cell[] => [
    { text: label, paint: style.bold },
    ...ids.map((id) => verdictCell(search.properties.find((one) => one.id === id))),
    ...(['states', 'transitions', 'depth'] as const).map((what) => countCell(search, what)),
  ]);
  return [heading, ...lines];
}

const PAINT: Readonly<Record<string, ((text: string) => string) | undefined>> = {
  holds: style.green,
  violated: style.red,
  bounded: style.yellow,
};

function verdictCell(result: PropertyResult | undefined): Cell {
  if (!result) return { text: '' };
  const paint = PAINT[result.verdict];
  return { text: verdictText(result, ' in '), ...(paint && { paint }) };
}

const countCell = (search: Searched, what: 'states' | 'transitions' | 'depth'): Cell => ({
  text: `${search.bounded ? '≥ ' : ''}${shortCount(String(search[what]))}`,
  right: true,
});

/** The digits of a count; of one that has very many, the first and how many follow. */
const shortCount = (digits: string): string =>
  digits.length <= 20 ? digits : `${digits[0]}.${digits.slice(1, 4)}·10^${digits.length - 1}`;

/** The verdicts of a search in words, the violated ones first: `S2 violated in 7; S1, S5 violated in 9; D1 holds`. */
function verdictsText(properties: readonly PropertyResult[], section: Section): string {
  if (properties.length === idsOf(section).length && properties.every(({ verdict }) => verdict === 'holds'))
    return style.green('all hold');
  const order = ['violated', 'bounded', 'holds'];
  const sorted = properties.toSorted(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || (a.trace ?? 0) - (b.trace ?? 0),
  );
  const groups = groupBy(sorted, (one) => verdictText(one, ' in '));
  return groups
    .map(([text, some]) => {
      const ids = some.map(({ id }) => id).join(', ');
      const paint = PAINT[some[0]?.verdict ?? ''] ?? ((plain: string) => plain);
      return `${ids} ${paint(text === 'holds' && some.length > 1 ? 'hold' : text)}`;
    })
    .join('; ');
}

function labelsOf(section: Section, lines: readonly Line[]): string {
  if (!hasAllSubsets(section)) return lines.map(({ label }) => label).join(', ');
  if (lines.length === section.lines.length) return `all ${lines.length} subsets`;
  return subsetLabels(lines);
}

/** Subsets by their names, the smallest first. */
export function subsetLabels(lines: readonly Pick<Line, 'label' | 'value'>[]): string {
  const labels = lines.toSorted((a, b) => bySize(String(a.value), String(b.value))).map(({ label }) => label);
  if (labels.length <= NAMED) return labels.join(', ');
  return `${labels.slice(0, NAMED - 1).join(', ')}, … (${labels.length} subsets)`;
}
