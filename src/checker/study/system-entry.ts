import type { PropertySpec } from '../property/property.ts';
import type { SystemSpec } from '../system/compose.ts';
import type { Copies } from '../verify-copies.ts';
import type { AnyChoices, Axes, Choices, SomeChoices } from './axis.ts';

/** A system in one variant, and what is stated of it: plain data, of which nothing has been composed yet. */
export interface Search {
  readonly spec: SystemSpec;
  readonly properties: readonly PropertySpec[];
  /** What a tick of its clock is worth, in seconds; none for an untimed system. */
  readonly unit?: number;
  /** Where the system is so many copies of these components, which share nothing but the thread of one process. */
  readonly copies?: Copies & {
    /** The copies as one system, the components of one copy behind those of the copy before, for whoever asks for that. */
    readonly compose: () => Pick<Search, 'spec' | 'properties'>;
  };
}

/** A variant of a system of the study. */
export interface Row {
  readonly system: string;
  /** What is chosen on each of the system's axes. */
  readonly choices: AnyChoices;
  /** The name of the variant, where it has one. */
  readonly variant?: string;
}

/** A variant of another system, by some of its choices. */
export interface Reference {
  readonly system: string;
  readonly choices: SomeChoices;
}

/** A system that is searched together with another, as one row: alone, or one of several that lie along an axis of their own. */
export type Beside<R = Row> = R | { readonly by: string; readonly rows: Readonly<Record<string, R>> };

/** Where what is expected of a row is kept. */
export interface RecordPlace {
  /** From the study's folder of records. */
  readonly file: string;
  /** What tells the row from others in the file. */
  readonly key: AnyChoices;
  /** The file of shortest runs, where they are kept too. */
  readonly runs?: string;
}

/** A variant that has a name. */
export interface Case<A extends Axes = Axes> {
  readonly id: string;
  readonly sentence: string;
  readonly choices: Partial<Choices<A>>;
}

/** A system of the study with all its variants. */
export interface SystemEntry<A extends Axes = Axes> {
  readonly name: string;
  /** What it is about, as an English sentence. */
  readonly sentence: string;
  /** What it is called where a reader chooses among systems, in a few words; the name, if not given. */
  readonly label?: string;
  readonly axes: A;
  /** The axes of which `verify` searches all values, the outermost first; all finite ones, if not given. */
  readonly rows?: readonly (keyof A & string)[];
  /** The variants that are searched, by name; if none is given, every allowed combination of `rows`. */
  readonly cases?: readonly Case<A>[];
  /** Whether these choices go together, or a sentence that says why they do not. */
  readonly allowed?: (choices: Choices<A>) => true | string;
  readonly search: (choices: Choices<A>) => Search;
  /** Systems that are searched with a row, by name; null for one that a row like this does not have. */
  readonly beside?: (choices: Choices<A>) => Readonly<Record<string, Beside<Reference> | null>>;
  /** Where what is expected is kept; null where nothing is. By default one file a system, for runs with all faults. */
  readonly record?: (choices: Choices<A>, faults: readonly string[]) => RecordPlace | null;
  /** What `verify --json` says of all rows in front, beside what it says of any system. */
  readonly heading?: (choices: Choices<A>, faults: readonly string[]) => Readonly<Record<string, unknown>>;
  /** Variants so small that they can be explored thousands of times, for mutants and coverage; the cases, if not given. */
  readonly small?: readonly Partial<Choices<A>>[];
  /** Variants in which two versions are compared; the small ones, if not given. */
  readonly compared?: readonly Partial<Choices<A>>[];
  /** The choices with which a single run is looked for, where they are not the defaults. */
  readonly typical?: Partial<Choices<A>>;
  /** Systems of one family share their tables; by default each system is its own. */
  readonly family?: string;
  /** `alone`: searched only if it is asked for by name. `beside`: only together with another system's rows. */
  readonly searched?: 'alone' | 'beside';
}

/** A system as one may define it: without a sentence, and without axes where there is nothing to choose. */
export type SystemDefinition<A extends Axes> = Omit<SystemEntry<A>, 'sentence' | 'axes'> & {
  readonly sentence?: string;
  readonly axes?: A;
};
