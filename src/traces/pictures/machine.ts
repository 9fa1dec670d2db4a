import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { inFileName } from '../../files/name.ts';
import { drawn } from './smcat.ts';
import { areasOf, chartOf, compositesIn } from './statechart.ts';
import { type Caption, type Drawing, packed, WIDTH } from './svg.ts';

/** One of a machine's pictures. */
export interface MachineDrawing extends Caption {
  readonly file: string;
  readonly drawing: Drawing;
}

/**
 * A machine as it is written. A chart that is wider than a page is an overview: each composite state in it is a box that
 * leads to a picture of its own. Such a picture may be an overview again.
 */
export async function machineDrawings(name: string, machine: AnyStateMachine): Promise<MachineDrawing[]> {
  const { anywhere, areas } = areasOf(machine);
  const own = anywhere ? [await drawn(anywhere)] : [];
  const fitted = await Promise.all(areas.map((area) => fittedTo(name, area)));
  const description = machine.config.description ?? '';
  const whole = { file: fileOf(name), title: name, description };
  const parts = await partsOf(name, name, fitted);
  return [{ ...whole, drawing: packed([...own, ...fitted.map(({ drawing }) => drawing)], WIDTH) }, ...parts];
}

/** A machine's whole chart, for a page that has its own style: each state has its path in `data-state`. */
export async function namedChart(machine: AnyStateMachine): Promise<string> {
  const { anywhere, areas } = areasOf(machine);
  const names = new Map(areas.flatMap((area) => pathsIn(area)));
  const charts = [...(anywhere ? [anywhere] : []), ...areas.map((area) => ({ ...chartOf(area), names }))];
  const { width, height, body } = packed(await Promise.all(charts.map(drawn)), WIDTH);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">\n${body}\n</svg>`;
}

const pathsIn = (node: AnyStateNode): [id: string, path: string][] => [
  [node.id, node.path.join('.')],
  ...Object.values(node.states).flatMap((child) => pathsIn(child as AnyStateNode)),
];

/** A chart that fits, and the states that are folded for that. */
interface Fitted {
  readonly drawing: Drawing;
  readonly folded: readonly AnyStateNode[];
}

/** Folds as few states as it takes, the largest first. */
async function fittedTo(name: string, node: AnyStateNode): Promise<Fitted> {
  const composites = compositesIn(node).toSorted((one, other) => sizeOf(other) - sizeOf(one));
  for (let count = 0; ; count += 1) {
    const folded = composites.slice(0, count);
    const links = new Map(folded.map((one) => [one.id, encodeURIComponent(fileOf(name, one))]));
    const drawing = await drawn({ ...chartOf(node, new Set(folded)), links });
    if (drawing.width <= WIDTH || count === composites.length) return { drawing, folded };
  }
}

/** How many states are in a state, with itself. */
const sizeOf = (node: AnyStateNode): number =>
  Object.values(node.states).reduce((sum, child) => sum + sizeOf(child as AnyStateNode), 1);

/** The pictures of the states that others have folded, each before those of the states inside it. */
async function partsOf(name: string, whole: string, fitted: readonly Fitted[]): Promise<MachineDrawing[]> {
  const parts = await Promise.all(
    fitted.flatMap(({ folded }) =>
      folded.map(async (node) => {
        const part = await fittedTo(name, node);
        const description = [node.description, `Part of ${whole}`].filter(Boolean).join('. ');
        const title = titleOf(name, node);
        const own = { file: fileOf(name, node), title, description, drawing: part.drawing };
        return [own, ...(await partsOf(name, title, [part]))];
      }),
    ),
  );
  return parts.flat();
}

const titleOf = (name: string, node?: AnyStateNode): string => [name, ...(node?.path ?? [])].join('.');
const fileOf = (name: string, node?: AnyStateNode): string => `${inFileName(titleOf(name, node))}.svg`;
