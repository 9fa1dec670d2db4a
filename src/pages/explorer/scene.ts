import type { Sent } from './token.ts';
import { type AnyChoices, isValueOf, type SomeChoices } from '../../checker/study/axis.ts';
import { type Model, Models } from '../../checker/study/models.ts';
import { keyOf, rowOfCase, rowWith } from '../../checker/study/rows.ts';
import type { Study } from '../../checker/study/study.ts';
import type { Row, SystemEntry } from '../../checker/study/system-entry.ts';
import type { RunsRow } from '../../verify/records.ts';
import type { Places } from './story/taken.ts';

/** Which variant of which system is looked at, and what its environment may do. */
export interface Scene {
  readonly system: string;
  /** What is chosen on each of the system's axes. */
  readonly choices: AnyChoices;
  /** The fault classes that are on. */
  readonly faults: readonly string[];
}

/** What is to be otherwise in a scene; of the choices those that change. */
export interface Change {
  readonly system?: string;
  readonly choices?: SomeChoices;
  readonly faults?: readonly string[];
}

/** What is known of a study before the page searches anything. */
export interface Recorded {
  /** The shortest runs of rows with all faults, by the keys of the rows. */
  readonly runs: Readonly<Record<string, RunsRow['runs']>>;
  /** The run that the page opens with, as indices of choices; null if the study has none to show. */
  readonly story: readonly Sent[] | null;
  /** Where the transitions of the machines are written. */
  readonly places: Places;
}

/** The systems of a study as scenes; each is composed once. */
export class Scenes {
  readonly study: Study;
  readonly recorded: Recorded;
  readonly #models: Models;
  readonly #known = new Map<string, Model>();

  constructor(study: Study, recorded: Recorded = { runs: {}, story: null, places: {} }) {
    this.study = study;
    this.recorded = recorded;
    this.#models = new Models(study);
  }

  entry(scene: Pick<Scene, 'system'>): SystemEntry {
    return this.#models.entry(scene);
  }

  row(scene: Pick<Scene, 'system' | 'choices'>): Row {
    return rowWith(this.entry(scene), scene.choices);
  }

  /** The scene's model; the same one every time. */
  model(scene: Scene): Model {
    const row = this.row(scene);
    const key = keyOf(row);
    const model = this.#known.get(key) ?? this.#models.model(row);
    this.#known.set(key, model);
    return model;
  }

  /** What is looked at first: the system of the study's story, or else its first one, with all faults. */
  get first(): Scene {
    const { story, systems, faults } = this.study;
    const system = story?.system ?? (systems[0] as SystemEntry).name;
    return { system, choices: firstRow(this.entry({ system }), story?.choices).choices, faults };
  }

  /**
   * The scene with some of its parameters changed. Another system keeps what can be chosen there too.
   *
   * @throws {ModelError} if the choices do not go together
   */
  changed(scene: Scene, { system = scene.system, choices = {}, faults = scene.faults }: Change): Scene {
    const entry = this.entry({ system });
    const row =
      system === scene.system
        ? rowWith(entry, { ...scene.choices, ...choices })
        : firstRow(entry, { ...this.#shared(scene, entry), ...choices });
    return { system, choices: row.choices, faults };
  }

  #shared({ choices }: Scene, entry: SystemEntry): SomeChoices {
    const { axes, cases } = entry;
    const shared = Object.entries(choices).filter(([name, value]) => axes[name] && isValueOf(axes[name], value));
    const together = { ...firstRow(entry).choices, ...Object.fromEntries(shared) };
    return cases || (entry.allowed?.(together) ?? true) !== true ? {} : together;
  }
}

/** The row that a system is first seen in: its first named variant, or what is typical of it. */
function firstRow(entry: SystemEntry, chosen: SomeChoices = {}): Row {
  const [first] = entry.cases ?? [];
  if (first && Object.keys(chosen).length === 0) return rowOfCase(entry, first.id);
  return rowWith(entry, { ...entry.typical, ...chosen });
}
