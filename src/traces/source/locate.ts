import { readdirSync, readFileSync } from 'node:fs';
import { InputError } from '../../files/input.ts';
import { ROOT } from '../../files/root.ts';
import { readLiteral, type Written } from './literal.ts';

/** Where something is written down; lines and columns count from 1, and the end is the column behind it. */
export interface Place {
  /** From the root of the repository: `machines/startd/claim.ts`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** A machine's definition in its source. */
interface Definition {
  readonly file: string;
  readonly text: string;
  readonly literal: Written;
}

/**
 * The sources of machines, in which the parts of their definitions can be found. Each machine is one literal,
 * `createMachine({ id: 'claim', … })`, so that nothing has to be evaluated.
 */
export class Sources {
  readonly #definitions: ReadonlyMap<string, Definition>;

  /**
   * @param root the folder that `machines/` is in; the project's own, if not given
   * @throws {InputError} if a definition cannot be read
   */
  constructor(root: URL = ROOT, folder = 'machines/') {
    const files = readdirSync(new URL(folder, root), { encoding: 'utf8', recursive: true }).filter((name) =>
      /(?<!\.test|\.d)\.ts$/.test(name),
    );
    this.#definitions = new Map(files.toSorted().flatMap((name) => definitionsIn(root, `${folder}${name}`)));
  }

  /**
   * Where one candidate of a transition is written.
   *
   * @param machine the machine's id
   * @param state the state's keys from the root
   * @param event the event; null for `always`
   * @param index which of the candidates
   */
  transition(machine: string, state: readonly string[], event: string | null, index: number): Place {
    const list = [...inState(state), ...(event === null ? ['always'] : ['on', event])];
    const only = index === 0 ? this.find(machine, list) : null;
    return this.find(machine, [...list, index]) ?? only ?? this.part(machine, [...list, index]);
  }

  /** Where a state is written. */
  state(machine: string, state: readonly string[]): Place {
    return this.part(machine, inState(state));
  }

  /**
   * Where a part of a definition is written: `['states', 'idle', 'entry', 0]`.
   *
   * @throws {InputError} if the machine or the part is not there
   */
  part(machine: string, path: readonly (string | number)[]): Place {
    const place = this.find(machine, path);
    if (!place) throw new InputError(`${machine}: ${path.join('.')} is not found in its source`);
    return place;
  }

  /** The same, or null. */
  find(machine: string, path: readonly (string | number)[]): Place | null {
    const definition = this.#definitions.get(machine);
    let found: Written | undefined = definition?.literal;
    for (const key of path) found = found?.parts.get(String(key));
    return definition && found ? placeOf(definition, found) : null;
  }
}

const inState = (state: readonly string[]): string[] => state.flatMap((key) => ['states', key]);

function definitionsIn(root: URL, file: string): [string, Definition][] {
  const text = readFileSync(new URL(file, root), 'utf8');
  return [...text.matchAll(/\bcreateMachine\(/g)].map(({ index, 0: call }) => {
    try {
      const literal = readLiteral(text, index + call.length);
      const id = literal.parts.get('id');
      return [id ? text.slice(id.start + 1, id.end - 1) : '', { file, text, literal }];
    } catch (error) {
      if (error instanceof SyntaxError) throw new InputError(`${file}: ${error.message}`);
      throw error;
    }
  });
}

function placeOf({ file, text }: Definition, { start, end }: Written): Place {
  const [line, column] = position(text, start);
  const [endLine, endColumn] = position(text, end);
  return { file, line, column, endLine, endColumn, text: text.slice(start, end) };
}

function position(text: string, offset: number): [line: number, column: number] {
  const before = text.slice(0, offset).split('\n');
  return [before.length, (before.at(-1) as string).length + 1];
}
