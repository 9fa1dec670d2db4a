import { readdirSync, readFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, test } from 'vitest';

/**
 * What Stately's editor needs to import a machine from its source: it reads the definition without running it, so that
 * whatever is put together when the module runs would be missing there.
 */

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const SOURCES = new URL('../../../machines/', import.meta.url);

const machines = readdirSync(SOURCES, { encoding: 'utf8', recursive: true })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => [name, readFileSync(new URL(name, SOURCES), 'utf8')] as const)
  .filter(([, text]) => text.includes('createMachine('));

/** Every node below one, itself included. */
function nodesOf(part: unknown): Node[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(nodesOf);
  const below = Object.values(part).flatMap(nodesOf);
  return 'type' in part && typeof part.type === 'string' ? [part as Node, ...below] : below;
}

const nameOf = (node: unknown): string | undefined => {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value;
};

const propertiesOf = (object: Node): Map<string, Node> =>
  new Map(
    (object['properties'] as Node[]).map((property) => [`${nameOf(property['key'])}`, property['value'] as Node]),
  );

/** The arguments of the calls of a function or method of this name. */
const callsOf = (nodes: readonly Node[], name: string): Node[][] =>
  nodes
    .filter(({ type }) => type === 'CallExpression')
    .filter(({ callee }) => nameOf((callee as Node)['property'] ?? callee) === name)
    .map((call) => call['arguments'] as Node[]);

const elementsOf = (node: Node): Node[] => (node.type === 'ArrayExpression' ? (node['elements'] as Node[]) : [node]);

const NOTHING: Node = { type: 'ObjectExpression', properties: [] };

/** The names that setup() and its extensions give to something. */
const namedIn = (setups: readonly Node[], what: string): Set<string> =>
  new Set(setups.flatMap((setup) => [...propertiesOf(propertiesOf(setup).get(what) ?? NOTHING).keys()]));

/** What may be computed: a context, and the parameters of an action. */
const COMPUTED = new Set(['context', 'params']);
const COMBINED = new Set(['and', 'or', 'not']);

/** Where a definition is not written out, as `states.a.on: SpreadElement`. */
function notStatic(node: Node, path: string): string[] {
  if (node.type === 'Literal') return [];
  if (node.type === 'ArrayExpression') {
    return (node['elements'] as Node[]).flatMap((element, i) => notStatic(element, `${path}.${i}`));
  }
  if (node.type === 'CallExpression' && path.endsWith('.guard') && COMBINED.has(nameOf(node['callee']) ?? '')) {
    return (node['arguments'] as Node[]).flatMap(elementsOf).flatMap((argument) => notStatic(argument, path));
  }
  if (node.type !== 'ObjectExpression') return [`${path}: ${node.type}`];
  return (node['properties'] as Node[]).flatMap((property) => {
    if (property.type !== 'Property' || property['computed'] === true) return [`${path}: ${property.type}`];
    const key = nameOf(property['key']) ?? '';
    return COMPUTED.has(key) ? [] : notStatic(property['value'] as Node, `${path}.${key}`);
  });
}

/** The values that a definition has under a key, wherever it stands. */
const valuesOf = (definition: Node, key: string): Node[] =>
  nodesOf(definition)
    .filter((node) => node.type === 'Property' && nameOf(node['key']) === key)
    .map(({ value }) => value as Node);

const guardsIn = (definition: Node): string[] =>
  valuesOf(definition, 'guard').flatMap((guard) =>
    nodesOf(guard).flatMap(({ type, value }) => (type === 'Literal' ? [`${value}`] : [])),
  );

/** The names of actions, be they written as such or with parameters. */
const actionsIn = (definition: Node): string[] =>
  valuesOf(definition, 'actions')
    .flatMap(elementsOf)
    .map((action) => `${action.type === 'Literal' ? action['value'] : propertiesOf(action).get('type')?.['value']}`);

describe.each(machines)('%s can be imported into the editor of Stately', (_, text) => {
  const nodes = nodesOf(parseAst(text, { lang: 'ts' }));
  const setups = ['setup', 'extend'].flatMap((name) => callsOf(nodes, name).flat());
  const [[definition] = []] = callsOf(nodes, 'createMachine');

  test('it has one machine, made by setup().createMachine() of one object each', () => {
    expect(callsOf(nodes, 'setup').map((list) => list.map(({ type }) => type))).toEqual([['ObjectExpression']]);
    expect(callsOf(nodes, 'createMachine').map((list) => list.map(({ type }) => type))).toEqual([['ObjectExpression']]);
  });

  test('its definition is written out: no spread, no variable, no call, and targets that are strings', () => {
    expect(notStatic(definition as Node, '')).toEqual([]);
  });

  test('it has an id and a description', () => {
    const fields = propertiesOf(definition as Node);
    for (const field of ['id', 'description']) expect(typeof fields.get(field)?.['value'], field).toBe('string');
  });

  test('what extends its setup() is written out as well: an object with named actions, nothing else', () => {
    const extensions = callsOf(nodes, 'extend');
    expect(extensions.filter((list) => list.length !== 1 || list[0]?.type !== 'ObjectExpression')).toEqual([]);
    expect(
      extensions
        .flat()
        .flatMap((one) => [...propertiesOf(one).keys()])
        .filter((key) => key !== 'actions'),
    ).toEqual([]);
  });

  test('its guards are named in setup()', () => {
    const known = namedIn(setups, 'guards');
    expect(guardsIn(definition as Node).filter((name) => !known.has(name))).toEqual([]);
  });

  test('its actions are named in setup()', () => {
    const known = namedIn(setups, 'actions');
    expect(actionsIn(definition as Node).filter((name) => !known.has(name))).toEqual([]);
  });
});

test('the check finds what the editor would miss', () => {
  const [definition] = callsOf(
    nodesOf(
      parseAst(
        "setup({}).createMachine({ ...base, on: { [E]: 'a' }, states: { a: { always: { target: HERE, guard: 'g' } } } })",
        {
          lang: 'ts',
        },
      ),
    ),
    'createMachine',
  )[0] as [Node];
  expect(notStatic(definition, '')).toEqual([
    ': SpreadElement',
    '.on: Property',
    '.states.a.always.target: Identifier',
  ]);
  expect(guardsIn(definition)).toEqual(['g']);
});
