import { type DirectionType, render } from 'state-machine-cat';
import type { Chart } from './statechart.ts';
import { type Drawing, escapeXml } from './svg.ts';

const GRAPH = { ordering: '""', nodesep: '0.2', ranksep: '0.3' };
/** No arrow has a label of its own; what state-machine-cat puts there is given no room. */
const EDGE = { fontsize: '1', arrowsize: '0.7' };

const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** Lays a chart out with state-machine-cat, the way in which it is narrower, and dresses it in the picture's own style. */
export async function drawn(chart: Chart): Promise<Drawing> {
  const [down, right] = [await laidOut(chart, 'top-down'), await laidOut(chart, 'left-right')];
  return down.width <= right.width ? down : right;
}

/** What Graphviz says of an arrow for which it found no way at first: it then draws it in another one. */
const COMPLAINT = /^lib\/pathplan\//;

let isQuiet = false;

/** Keeps that from the terminal: Graphviz has no option for it. */
function quieten(): void {
  if (isQuiet) return;
  isQuiet = true;
  const write = process.stderr.write.bind(process.stderr) as (...args: unknown[]) => boolean;
  process.stderr.write = (chunk: unknown, ...rest: unknown[]) => COMPLAINT.test(String(chunk)) || write(chunk, ...rest);
}

async function laidOut({ layout, hints, links, names }: Chart, direction: DirectionType): Promise<Drawing> {
  quieten();
  const svg = await render(layout, {
    inputType: 'json',
    outputType: 'svg',
    direction,
    dotGraphAttrs: attributes(GRAPH),
    dotEdgeAttrs: attributes(EDGE),
  });
  const [width, height] = found(/viewBox="0\.00 0\.00 (\S+) (\S+)"/, svg);
  const [translation] = found(/<g id="graph0"[^>]*translate\(([^)]*)\)/, svg);
  const groups = [...svg.matchAll(/<g id="[^"]*" class="(\w+) ([^"]*)">\n<title>([^<]*)<\/title>\n(.*?)<\/g>/gs)];
  const layers = groups.map(([, shape = '', kind = '', name = '', shapes = '']) => {
    const id = unescapeXml(name).replace(/^cluster_/, '');
    const layer = LAYERS[shape as keyof typeof LAYERS](shapes.trim().split('\n'), kind, hints.get(id) ?? '');
    return layer.map((parts) => named(linked(parts, links?.get(id)), names?.get(id)));
  });
  return {
    width: Math.ceil(Number(width)),
    height: Math.ceil(Number(height)),
    body: `<g transform="translate(${translation})">\n${[0, 1, 2].flatMap((i) => layers.flatMap((layer) => layer[i] ?? [])).join('\n')}\n</g>`,
  };
}

/** What lies at the bottom, above it, and on top, so that no arrow covers a text. */
type Layers = readonly [readonly string[], readonly string[], readonly string[]];

const linked = (parts: readonly string[], to: string | undefined): readonly string[] =>
  to === undefined || parts.length === 0 ? parts : [`<a href="${escapeXml(to)}">`, ...parts, '</a>'];

const named = (parts: readonly string[], name: string | undefined): readonly string[] =>
  name === undefined || parts.length === 0 ? parts : [`<g data-state="${escapeXml(name)}">`, ...parts, '</g>'];

/** How the shapes that Graphviz made of a composite state, an arrow or a state are drawn. */
const LAYERS = {
  cluster: (shapes, _, hint): Layers => [
    grouped(having('path', shapes).map(as('area')), hint),
    [],
    having('text', shapes).map(as('strong haloed')),
  ],
  edge: (shapes): Layers => [
    [],
    [...having('path', shapes).map(as('line')), ...having('polygon', shapes).map(as('head'))],
    [],
  ],
  node: (shapes, kind, hint): Layers => {
    if (kind.includes('initial')) return [having('ellipse', shapes).map(as('dot')), [], []];
    const [frame = '', ...rules] = having('polygon', shapes);
    const [label = '', ...lines] = having('text', shapes);
    const outline = having('path', shapes).map(
      as(['box', ...['own', 'folded'].filter((one) => kind.endsWith(one))].join(' ')),
    );
    const parts = [...outline, ...rules.map(as('rule')), centred(label, frame), ...lines.map(as(''))];
    return [[], [], grouped(parts, hint)];
  },
} satisfies Record<string, (shapes: readonly string[], kind: string, hint: string) => Layers>;

const having = (tag: string, shapes: readonly string[]): string[] =>
  shapes.filter((shape) => shape.startsWith(`<${tag} `));

const grouped = (parts: readonly string[], hint: string): string[] =>
  hint ? ['<g>', `<title>${escapeXml(hint)}</title>`, ...parts, '</g>'] : [...parts];

/** A shape with a class in place of the colours and fonts that Graphviz gave it. */
const as =
  (name: string) =>
  (shape: string): string =>
    shape
      .replace(/ (?:fill|fill-opacity|stroke|stroke-width|font-family|font-size|xml:space)="[^"]*"/g, '')
      .replace(/^<\w+/, (tag) => (name ? `${tag} class="${name}"` : tag));

/** A label in the middle of its frame, whatever the reader's font. */
function centred(label: string, frame: string): string {
  const [right, left] = found(/points="([^,]*),\S+ ([^,]*),/, frame).map(Number) as [number, number];
  return as('strong')(label)
    .replace('text-anchor="start"', 'text-anchor="middle"')
    .replace(/ x="[^"]*"/, ` x="${((left + right) / 2).toFixed(2)}"`);
}

/** The groups of a pattern that is there. */
function found(pattern: RegExp, text: string): string[] {
  const [, ...groups] = pattern.exec(text) as RegExpExecArray;
  return groups;
}

const unescapeXml = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))).replaceAll('&amp;', '&');
