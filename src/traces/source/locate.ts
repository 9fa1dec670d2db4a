import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ESTree, parseSync, Visitor } from 'rolldown/utils';
import { InputError, readText } from '../../files/input.ts';
import { inFolder } from '../../files/name.ts';
import { ROOT } from '../../files/root.ts';

/** Where something is written down; lines and columns count from 1, and the end is the column behind it. */
export interface Place {
  /** From the root: `machines/client.ts`. */
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
  readonly config: ESTree.Node;
}

/**
 * The sources of machines, in which the parts of their definitions can be found. Each machine is one literal,
 * `createMachine({ id: 'client', … })`, of a set-up or not, so that nothing has to be evaluated.
 */
export class Sources {
  readonly #definitions: ReadonlyMap<string, Definition>;

  /**
   * @param root the folder that the sources are named from; the project's own, if not given
   * @param where a folder with sources in it, or the sources one by one
   * @throws {InputError} if a source cannot be read
   */
  constructor(root: URL = ROOT, where: string | readonly string[] = 'machines/') {
    const files = typeof where === 'string' ? sourcesIn(root, where) : where;
    this.#definitions = new Map(files.flatMap((file) => definitionsIn(root, file)));
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
    return this.candidate(machine, state, event === null ? ['always'] : ['on', event], index);
  }

  /** Where one candidate of any list of a state is written, the list by its keys: `['after', '1000']`, `['invoke', 'onDone']`. */
  candidate(machine: string, state: readonly string[], keys: readonly (string | number)[], index: number): Place {
    const list = [...inState(state), ...keys];
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

  /** Where a part of a definition is written; null if the machine or the part is not there. */
  find(machine: string, path: readonly (string | number)[]): Place | null {
    const definition = this.#definitions.get(machine);
    let found: ESTree.Node | undefined = definition?.config;
    for (const key of path) found = found && partOf(found, key);
    return definition && found ? placeOf(definition, found) : null;
  }
}

const inState = (state: readonly string[]): string[] => state.flatMap((key) => ['states', key]);

const SOURCE = /(?<!\.d|\.(?:test|spec))\.[cm]?[jt]sx?$/;
const ELSEWHERE = /(?:^|\/)(?:node_modules|\.[^/]+)\//;

function sourcesIn(root: URL, folder: string): string[] {
  try {
    return readdirSync(resolve(fileURLToPath(root), folder), { encoding: 'utf8', recursive: true })
      .filter((name) => SOURCE.test(name) && !ELSEWHERE.test(name))
      .toSorted()
      .map((name) => inFolder(folder, name));
  } catch (error) {
    throw new InputError(
      `${folder || '.'}: cannot be read (${(error as NodeJS.ErrnoException).code}); set 'machines' in the configuration to the folder in which the machines are written ('' for its own)`,
    );
  }
}

function definitionsIn(root: URL, file: string): [id: string, Definition][] {
  const text = readText(resolve(fileURLToPath(root), file));
  if (!text.includes('createMachine')) return [];
  const { program, errors } = parseSync(file, text, { preserveParens: false });
  const [error] = errors;
  if (error) {
    const [line] = position(text, error.labels[0]?.start ?? 0);
    throw new InputError(`${file}: line ${line}: ${error.message}: TypeScript was expected`);
  }
  const found: [string, Definition][] = [];
  new Visitor({
    CallExpression({ callee, arguments: [config] }) {
      const called = callee.type === 'MemberExpression' ? callee.property : callee;
      if (config && nameIn(called) === 'createMachine') found.push([idOf(config), { file, text, config }]);
    },
  }).visit(program);
  return found;
}

/** What XState calls a machine that has no id. */
const NO_ID = '(machine)';

function idOf(config: ESTree.Node): string {
  const id = partOf(config, 'id');
  return (id && nameIn(withoutType(id))) ?? NO_ID;
}

/** A part of a literal by its key or index. What is behind a computed key or a spread cannot be told from the source. */
function partOf(node: ESTree.Node, key: string | number): ESTree.Node | undefined {
  const literal = withoutType(node);
  if (literal.type === 'ObjectExpression') {
    const property = literal.properties.find(
      (one) => one.type === 'Property' && !one.computed && nameIn(one.key) === String(key),
    );
    return property?.type === 'Property' && !property.method ? property.value : property;
  }
  if (literal.type !== 'ArrayExpression') return undefined;
  const before = literal.elements.slice(0, Number(key) + 1);
  return before.some((one) => one?.type === 'SpreadElement') ? undefined : (before[Number(key)] ?? undefined);
}

/** What an identifier or a literal says. */
function nameIn(node: ESTree.Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' ? String(node.value) : undefined;
}

/** `{} as const` and the like are the literal that they are written round. */
function withoutType(node: ESTree.Node): ESTree.Node {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
      return withoutType(node.expression);
    default:
      return node;
  }
}

function placeOf({ file, text }: Definition, { start, end }: ESTree.Node): Place {
  const [line, column] = position(text, start);
  const [endLine, endColumn] = position(text, end);
  return { file, line, column, endLine, endColumn, text: text.slice(start, end) };
}

function position(text: string, offset: number): [line: number, column: number] {
  const before = text.slice(0, offset).split('\n');
  return [before.length, (before.at(-1) as string).length + 1];
}
