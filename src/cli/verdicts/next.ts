import type { Models } from '../../checker/study/models.ts';
import type { SystemEntry } from '../../checker/study/system-entry.ts';
import { Chooser } from '../chosen-run.ts';
import { table, tableWidth } from '../layout.ts';
import { lineWidth, style } from '../terminal.ts';
import { type Section } from './sections.ts';
import { violationsOf } from './violations.ts';

/** What a reader may want to know next. */
export interface Wishes {
  readonly models: Models;
  readonly system: SystemEntry;
  readonly sections: readonly Section[];
  /** The fault classes that were asked for. */
  readonly faults: readonly string[] | undefined;
  readonly isVerbose: boolean;
  /** Whether nothing was chosen, so that further systems can be proposed. */
  readonly isWhole: boolean;
}

/** The commands to try next, a line each with what it shows; none if there is nothing more to see. */
export function nextText(wishes: Wishes): string | null {
  const { models, system, isVerbose, isWhole } = wishes;
  const aliases = Object.entries(models.study.aliases ?? {}).filter(([, { systems }]) =>
    Object.values(systems).includes(system.name),
  );
  const others = aliases.flatMap(([flag, { systems }]) =>
    Object.entries(systems)
      .filter(([, name]) => name !== system.name)
      .map(([word, name]): [string, string] => [`verify --${flag} ${word}`, labelOf(models, name)]),
  );
  const further = models.study.systems.filter(({ searched }) => searched === undefined).length;
  const more: [string, string][] = [
    ['explore', 'walk through it step by step'],
    ...others,
    ...(further > 1 ? [['verify --system all', `the ${further} further systems`] as [string, string]] : []),
    ...(isVerbose ? [] : [['verify --verbose', 'every row, count and witness'] as [string, string]]),
  ];
  const commands = [...traceCommand(wishes), ...(isWhole ? more : [])];
  if (commands.length === 0) return null;
  const rows = commands.map(([command, about], i) => [
    { text: i === 0 ? 'Next:' : '' },
    { text: `npx claimcheck ${command}` },
    { text: about, paint: style.dim },
  ]);
  // A command that is cut in two cannot be copied: what it shows is left out where there is no room for both.
  return table(tableWidth(rows) <= lineWidth() ? rows : rows.map((row) => row.slice(0, 2)));
}

const labelOf = (models: Models, name: string): string => {
  const { label, sentence } = models.entry({ system: name });
  return label ?? sentence;
};

/** The command that shows a run: of the study's story, where its property is violated here, or of the first that is. */
function traceCommand({ models, sections, faults }: Wishes): [string, string][] {
  const found = sections.flatMap((section) => violationsOf(models, section));
  const wanted = models.study.story?.property;
  const { id, lines } = found.find((one) => one.id === wanted) ?? found[0] ?? {};
  const row = lines?.[0]?.row;
  if (id === undefined || !row) return [];
  const options = new Chooser(models.study, { ...(faults && { faults }) } as object).command(row);
  return [[`trace --property ${id}${options && ` ${options}`}`, 'the shortest such run']];
}
