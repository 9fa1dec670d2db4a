import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { CARRIERS } from '../../../properties/systems/stream-carrier.ts';
import { sequenceDrawing } from '../../traces/pictures/sequence.ts';
import { drawn } from '../../traces/pictures/smcat.ts';
import { chartsOf } from '../../traces/pictures/statechart.ts';
import { packed } from '../../traces/pictures/svg.ts';
import type { Choice } from '../../checker/system/compose.ts';
import { replayLasso, replayLive } from '../../checker/replay/live-actors.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import type { Model } from '../../checker/study/models.ts';
import { describeGuard } from '../../traces/source/guard-text.ts';
import { sequenceDiagram } from '../../traces/formats/sequence.ts';
import type { Figure } from './content.ts';
import { isThere } from './facts.ts';

/** A run as a sequence chart, after live XState actors have confirmed it; `cycle` is what it does for ever after. */
export function runFigure(
  { composition }: Pick<Model, 'composition'>,
  run: readonly Choice[],
  cycle: readonly Choice[] | null,
  title: string,
  description: string,
): Figure {
  const trace = traceOf(composition, [...run, ...(cycle ?? [])]);
  const difference = cycle
    ? replayLasso(composition, { trace, cycleFrom: run.length })
    : replayLive(composition, trace);
  if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
  const shown = { composition, trace, carriers: CARRIERS, cycleFrom: cycle ? run.length : undefined };
  const forever = cycle ? ` ${foreverAfter(cycle.length)}` : '';
  return {
    kind: 'figure',
    title,
    description: description + forever,
    drawing: sequenceDrawing(shown),
    mermaid: sequenceDiagram(shown),
  };
}

function foreverAfter(steps: number): string {
  if (steps === 0) return 'Then nothing ever happens.';
  return steps === 1 ? 'The last step repeats for ever.' : `The last ${steps} steps repeat for ever.`;
}

/** The regions of a parallel machine share a row up to this width. */
const WIDTH = 1080;

/** What GitHub shows of a page: Mermaid makes a wider chart too small to read. */
const SHOWN = 830;

/** A machine as it is written. */
export async function machineFigure(name: string, machine: AnyStateMachine): Promise<Figure> {
  const regions = await Promise.all(chartsOf(machine).map(drawn));
  const drawing = packed(regions, WIDTH);
  const file = `docs/pictures/${name}.svg`;
  return {
    kind: 'figure',
    title: name,
    description: machine.config.description ?? '',
    drawing,
    mermaid: stateDiagram(machine),
    ...(drawing.width > SHOWN && isThere(file) && { file }),
  };
}

/** A machine as a Mermaid state diagram; what holds anywhere in a composite state is a note, for Mermaid draws no arrow from it inwards. */
function stateDiagram(machine: AnyStateMachine): string {
  const root = machine.root as AnyStateNode;
  // Mermaid takes regions only within a state.
  const lines = root.type === 'parallel' ? stateLines(root, '  ') : inside(root, '  ');
  return ['stateDiagram-v2', ...lines].join('\n');
}

const idOf = (node: AnyStateNode): string => node.id.replace(/\W/g, '_');

function inside(node: AnyStateNode, indent: string): string[] {
  const children = Object.values(node.states);
  if (node.type === 'parallel') {
    return children.flatMap((region, i) => [...(i > 0 ? [`${indent}--`] : []), ...stateLines(region, indent)]);
  }
  const initial = node.initial?.target?.[0];
  return [
    ...(initial ? [`${indent}[*] --> ${idOf(initial as AnyStateNode)}`] : []),
    ...children.flatMap((child) => stateLines(child, indent)),
  ];
}

function stateLines(node: AnyStateNode, indent: string): string[] {
  const isAtomic = Object.keys(node.states).length === 0;
  const declared = `${indent}state "${node.key}" as ${idOf(node)}`;
  const own = isAtomic ? arrows(node, indent) : [];
  const anywhere = isAtomic ? [] : notes(node, indent);
  return isAtomic ? [declared, ...own] : [`${declared} {`, ...inside(node, `${indent}  `), `${indent}}`, ...anywhere];
}

interface Row {
  readonly event: string;
  readonly target: AnyStateNode | null;
}

function rowsOf(node: AnyStateNode): Row[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])].map(({ eventType, guard, target }) => ({
    event: `${eventType || 'always'}${guard ? ` [${describeGuard(guard)}]` : ''}`.replace(/[;:#<>"]/g, ' '),
    target: (target?.[0] as AnyStateNode | undefined) ?? null,
  }));
}

function arrows(node: AnyStateNode, indent: string): string[] {
  return rowsOf(node).flatMap(({ event, target }) =>
    target ? [`${indent}${idOf(node)} --> ${idOf(target)} : ${event}`] : [],
  );
}

function notes(node: AnyStateNode, indent: string): string[] {
  const rows = rowsOf(node).flatMap(({ event, target }) => (target ? [`${indent}  ${event} → ${target.key}`] : []));
  return rows.length > 0 ? [`${indent}note right of ${idOf(node)}`, ...rows, `${indent}end note`] : [];
}
