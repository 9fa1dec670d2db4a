/**
 * The axes along which the variants of a system lie, and what is chosen on each: fixes, a path, a lease.
 */
import { checkArguments } from '../words/arguments.ts';

/** What is chosen on an axis: plain, so that it names a row on record and can be posted to a worker. */
export type Value = string | number | boolean;

interface Described {
  /** What is chosen here, in a few words: a line of `--help`. */
  readonly about: string;
}

/** One of several values; the first is the default. */
interface Values<V extends Value> extends Described {
  readonly values: readonly V[];
  /** What each value means, in a few words, where its name does not say it. */
  readonly means?: Readonly<Record<string, string>>;
}

/** Any subset of some switches, by name, each with what it changes; by default all are off. Chosen is a string of 0 and 1. */
interface Switches extends Described {
  readonly switches: Readonly<Record<string, string>>;
}

/** A number that nothing bounds: a count, or seconds. */
interface Open extends Described {
  readonly open: 'count' | 'seconds';
  readonly default: number;
}

/** Something that can be chosen: values, switches, or a number that is open. */
export type Axis<V extends Value = Value> = Values<V> | Switches | Open;

/** The axes of a system, by name. */
export type Axes = Readonly<Record<string, Axis>>;

type ValueOf<A> = A extends { readonly values: readonly (infer V)[] }
  ? V
  : A extends { readonly switches: unknown }
    ? string
    : number;

/** What is chosen on each axis. */
export type Choices<A extends Axes = Axes> = { readonly [K in keyof A]: ValueOf<A[K]> };

/** Choices on axes that are not known by type. */
export type AnyChoices = Readonly<Record<string, Value>>;

/** Choices on some axes: the others have their defaults. */
export type SomeChoices = Readonly<Record<string, Value | undefined>>;

export const isSwitches = (axis: Axis): axis is Switches => 'switches' in axis;
export const isOpen = (axis: Axis): axis is Open => 'open' in axis;

/** What is chosen if nothing is asked for. */
export function defaultOf(axis: Axis): Value {
  if (isOpen(axis)) return axis.default;
  return valuesOf(axis)[0] as Value;
}

/** All values of a finite axis in order: the subsets of switches count up from none to all. An open axis has its default alone. */
export function valuesOf(axis: Axis): readonly Value[] {
  checkArguments('valuesOf', ['axis', axis]);
  if (isOpen(axis)) return [axis.default];
  if (!isSwitches(axis)) return axis.values;
  const { length } = Object.keys(axis.switches);
  return Array.from({ length: 2 ** length }, (_, n) => n.toString(2).padStart(length, '0'));
}

/** Whether a value is one that can be chosen on an axis. */
export function isValueOf(axis: Axis, value: unknown): boolean {
  if (isOpen(axis)) return typeof value === 'number' && Number.isInteger(value) && value >= 0;
  if (!isSwitches(axis)) return axis.values.some((known) => known === value);
  const { length } = Object.keys(axis.switches);
  return typeof value === 'string' && value.length === length && /^[01]*$/.test(value);
}

/** The switches that a choice turns on, by name. */
export const switchesOn = ({ switches }: Switches, bits: string): string[] =>
  Object.keys(switches).filter((_, i) => bits[i] === '1');

/** The choice that turns these switches on, and no other. */
export function bitsOf(axis: Switches, on: readonly string[]): string {
  checkArguments('bitsOf', ['switches', axis], ['texts', on]);
  return Object.keys(axis.switches)
    .map((name) => (on.includes(name) ? '1' : '0'))
    .join('');
}

/** A choice in words that can be read again: `27895,27897`, `none`, `auth`, `1200`. */
export function wordOf(axis: Axis, value: Value): string {
  if (!isSwitches(axis)) return String(value);
  const on = switchesOn(axis, String(value));
  if (on.length === 0) return 'none';
  return on.length === Object.keys(axis.switches).length ? 'all' : on.join(',');
}

/** The value that a text stands for; undefined if it is none of the axis. Switches go by name, by `none`, `all` or by bits. */
export function readValue(axis: Axis, text: string): Value | undefined {
  if (isOpen(axis)) return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (!isSwitches(axis)) return axis.values.find((known) => String(known) === text);
  const names = Object.keys(axis.switches);
  if (text === 'none') return bitsOf(axis, []);
  if (text === 'all') return bitsOf(axis, names);
  if (isValueOf(axis, text)) return text;
  const on = text.split(',');
  return on.every((name) => names.includes(name)) ? bitsOf(axis, on) : undefined;
}

/** What may be chosen on an axis, for a message to people. */
export function expectedOf(axis: Axis): string {
  if (isOpen(axis)) return axis.open === 'seconds' ? 'a whole number of seconds' : 'a whole number';
  if (!isSwitches(axis)) return axis.values.map(String).join(', ');
  const names = Object.keys(axis.switches);
  return `none, all, some of ${names.join(', ')} with commas, or ${names.length} bits in this order`;
}
