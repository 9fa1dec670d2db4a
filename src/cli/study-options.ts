import { type Command, InvalidArgumentError, Option } from 'commander';
import { ModelError } from '../checker/errors.ts';
import { type Axis, expectedOf, isOpen, isSwitches, readValue, type Value } from '../checker/study/axis.ts';
import { rowOfCase, systemCalled } from '../checker/study/rows.ts';
import type { Study } from '../checker/study/study.ts';
import type { Row, SystemEntry } from '../checker/study/system-entry.ts';
import { InputError } from '../files/input.ts';
import { MOST } from '../verify/limits.ts';
import { didYouMean } from '../checker/did-you-mean.ts';
import { parseFaults, parseWord } from './parse.ts';

/**
 * The options by which a command chooses among the systems of a study: `--system`, `--variant`, `--set axis=value`, a flag for each axis
 * of a system whose variants have no names, and the study's own aliases of `--system`.
 */

/** What was asked for on the command line, as text where an axis reads it. */
export interface Asked {
  /** By name or by an alias; undefined if nothing was asked for. */
  readonly system: string | undefined;
  readonly variant: string | undefined;
  /** By axis. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly faults: readonly string[] | undefined;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);

/** The axes that have a flag of their own, each as the first system that has it describes it. */
function flagged({ systems }: Study): ReadonlyMap<string, Axis> {
  const own = systems.filter(({ cases }) => !cases).flatMap(({ axes }) => Object.entries(axes));
  return new Map(own.toReversed());
}

const namesOf = (study: Study): string => study.systems.map(({ name }) => name).join(', ');

/** @param more words, apart from the systems' names, that `--system` takes, with what they mean */
export function withStudyOptions(command: Command, study: Study, more = ''): Command {
  command
    .option('--system <name>', `a system: ${namesOf(study)}${more}`)
    .option('--variant <id>', 'a variant of that system');
  for (const [flag, { about, systems }] of Object.entries(study.aliases ?? {})) {
    const words = Object.keys(systems);
    command.option(`--${flag} <word>`, `${about}: ${words.join(', ')}`, parseWord(words));
  }
  return withChoiceOptions(command, study);
}

/** The options that choose on axes, and among the faults: those of a command that is about several systems. */
export function withChoiceOptions(command: Command, study: Study): Command {
  command.addOption(
    new Option('--set <axis=value>', 'choose a value on an axis of the system; may be repeated')
      .argParser(collect)
      .default([], 'none'),
  );
  for (const [name, axis] of [...flagged(study)].toReversed())
    command.option(`--${kebab(name)} <value>`, `${axis.about}: ${valuesText(axis)}`, (text: string) => text);
  if (study.faults.length > 0)
    command.option('--faults <classes>', `none, or some of ${study.faults.join(',')}`, parseFaults(study.faults));
  return command;
}

const valuesText = (axis: Axis): string =>
  isSwitches(axis) ? `none, all, or some of ${Object.keys(axis.switches).join(',')}` : expectedOf(axis);

function collect(text: string, before: readonly string[]): string[] {
  if (!/^[^=]+=/.test(text)) throw new InvalidArgumentError(`'${text}' is not of the form axis=value.`);
  return [...before, text];
}

type Options = Readonly<Record<string, unknown>>;

/** @throws {InputError} if two options choose a system */
export function askedOf(study: Study, options: Options): Asked {
  const alias = Object.entries(study.aliases ?? {}).find(([flag]) => options[flag] !== undefined);
  const system = options['system'] as string | undefined;
  if (alias && system !== undefined) throw new InputError(`--${alias[0]} chooses a system, as --system does: give one`);
  const flags = [...flagged(study).keys()].flatMap((name): [string, string][] =>
    typeof options[name] === 'string' ? [[name, options[name]]] : [],
  );
  const set = ((options['set'] ?? []) as readonly string[]).map((text): [string, string] => {
    const at = text.indexOf('=');
    return [text.slice(0, at), text.slice(at + 1)];
  });
  return {
    system: alias ? alias[1].systems[options[alias[0]] as string] : system,
    variant: options['variant'] as string | undefined,
    chosen: new Map([...flags, ...set]),
    faults: options['faults'] as readonly string[] | undefined,
  };
}

/** Whether a system has every axis on which something was chosen. */
export const hasAxes = ({ axes }: SystemEntry, chosen: Asked['chosen']): boolean =>
  [...chosen.keys()].every((axis) => Object.hasOwn(axes, axis));

/** @throws {InputError} that says what was expected, if an axis or a value is not there */
export function valuesAsked({ name, axes }: SystemEntry, chosen: Asked['chosen']): Record<string, Value> {
  const names = Object.keys(axes).map(kebab);
  return Object.fromEntries(
    [...chosen].map(([axis, text]) => {
      const known = Object.hasOwn(axes, axis) ? axes[axis] : undefined;
      if (!known)
        throw new InputError(
          `--${kebab(axis)} is not a choice in the system ${name}: it has ${names.join(', ') || 'none'}${didYouMean(kebab(axis), names)}`,
        );
      const value = readValue(known, text);
      if (typeof value === 'number' && isOpen(known) && value > MOST)
        throw new InputError(`--${kebab(axis)} ${value} cannot be searched: give ${MOST} at the most`);
      if (value === undefined)
        throw new InputError(
          `'${text}' is not a choice of ${kebab(axis)} in the system ${name}: give ${expectedOf(known)}${closeValue(known, text)}`,
        );
      return [axis, value];
    }),
  );
}

/** A value that may have been meant; of several switches, the one whose name is wrong is replaced. */
function closeValue(axis: Axis, text: string): string {
  if (isOpen(axis)) return '';
  if (!isSwitches(axis)) return didYouMean(text, axis.values.map(String));
  const known = Object.keys(axis.switches);
  const names = text.split(',');
  const wrong = names.find((one) => !known.includes(one)) ?? '';
  return didYouMean(wrong, names.length > 1 ? known : ['none', 'all', ...known]);
}

/** @throws {InputError} if there is no such system, or a variant is asked for without one */
export function systemAsked(study: Study, { system, variant }: Asked): SystemEntry | undefined {
  if (system !== undefined)
    return proposing(
      () => systemCalled(study, system),
      system,
      study.systems.map(({ name }) => name),
    );
  if (variant !== undefined) throw new InputError('--variant needs --system');
  return undefined;
}

/** The row of a variant that is asked for. @throws {InputError} if the system has none of this name */
export const rowOfVariant = (system: SystemEntry, variant: string): Row =>
  proposing(() => rowOfCase(system, variant), variant, system.cases?.map(({ id }) => id) ?? []);

/** What is called by a name; if there is none, the error proposes the one that may have been meant. */
function proposing<T>(find: () => T, text: string, known: readonly string[]): T {
  if (known.includes(text)) return find();
  try {
    return find();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new InputError(`${error.message}${didYouMean(text, known)}`);
  }
}
