import type { Pattern } from '../property/property.ts';
import type { Occurrence } from '../system/step.ts';
import type { SomeChoices } from './axis.ts';
import type { Carrier } from './carrier.ts';
import type { SystemEntry } from './system-entry.ts';

/** What is wrong at the step that violates a property, in a few words, and why. */
export interface StoryMark {
  readonly property: string;
  readonly text: string;
  readonly why: string;
}

/** A story in one small picture: what it is called, and which steps of it matter. */
export interface StoryPicture {
  /** The name of the file, without `.svg`. */
  readonly name: string;
  readonly title: string;
  readonly sentence: string;
  readonly marks: readonly StoryMark[];
}

/** What a reader is told of a transition: a plain sentence, without its full stop. */
export interface Telling {
  readonly when: Pattern;
  readonly says: string | ((occurrence: Occurrence) => string);
}

/** A run that is worth showing before anything is asked for. */
export interface Story {
  readonly system: string;
  readonly property: string;
  readonly choices?: SomeChoices;
  /** The component that the story is about: `draw` shows what it reaches. */
  readonly component?: string;
  /** `draw` makes this picture of it, besides the whole run. */
  readonly picture?: StoryPicture;
}

/** A flag of the command line that chooses in its own words what systems and axes call otherwise. */
export interface Alias {
  readonly about: string;
  /** The system that each word stands for. */
  readonly systems: Readonly<Record<string, string>>;
}

/** Systems, and all that the tools need to know of them: what `claimcheck.config.ts` exports. */
export interface Study {
  readonly name: string;
  /** What it is about, in a few sentences, for one who opens its page first. */
  readonly about?: string;
  /** The classes of faults that environments may have, mildest first: the order breaks ties and names files. */
  readonly faults: readonly string[];
  /** What each class of faults is, in a few words: `a read times out`. */
  readonly faultsMean?: Readonly<Record<string, string>>;
  /**
   * What a reader is told of transitions, what matters most first: a step is called by the first that matches one of its transitions.
   * Other steps are called by what their machine says of them.
   */
  readonly tells?: readonly Telling[];
  readonly systems: readonly SystemEntry[];
  /** The folder of what is on record, from the folder of the configuration; each file in it is optional. */
  readonly records?: string;
  /** The folder in which the machines are written, from the folder of the configuration; `machines/`, if not given. */
  readonly machines?: string;
  readonly story?: Story;
  readonly aliases?: Readonly<Record<string, Alias>>;
  /** How machines that carry messages are read; what no carrier carries arrives at once. */
  readonly carriers?: readonly Carrier[];
  /**
   * A module, from the folder of the configuration, that knows by measurement what a mutant cannot be: it exports
   * `tells(original, mutant): boolean`.
   */
  readonly oracle?: string;
}

/** A study as one may define it: its classes of faults are those that its systems declare, if they are not listed. */
export type StudyDefinition = Omit<Study, 'faults'> & Partial<Pick<Study, 'faults'>>;
