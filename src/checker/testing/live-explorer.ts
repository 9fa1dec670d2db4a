import type { Composition } from '../system/compose.ts';
import { type Draw, drawingAgain, everyWay } from '../system/draw.ts';
import { RegionOrder } from '../system/local-state.ts';
import { plain } from '../system/plain.ts';
import { LiveSystem } from '../replay/live-actors.ts';
import type { NaiveResult } from './naive.ts';

/**
 * Explores a system by live actors alone: every state is reached by playing the choices that lead to it, and told from others
 * by what the actors show. Of the composition it takes the events of the environment and what is listed for it; what an
 * event does, which timers are armed and what runs is asked of the actors.
 */
export function exploreLive(
  composition: Composition,
  faults: readonly string[] | undefined,
): Pick<NaiveResult, 'states' | 'transitions' | 'depth'> {
  const known = new Set([stateText(played(composition, []))]);
  let level: Play[] = [[]];
  let transitions = 0;
  let depth = -1;
  for (; level.length > 0; depth += 1) {
    const next: Play[] = [];
    for (const play of level) {
      const here = played(composition, play);
      const text = stateText(here);
      for (const move of movesOf(composition, here, faults)) {
        const ways = everyWay(() => {
          const live = played(composition, play);
          take(composition, live, move);
          return stateText(live);
        });
        for (const { draws, result: reached } of ways) {
          if (reached === text) continue;
          transitions += 1;
          if (known.has(reached)) continue;
          known.add(reached);
          next.push([...play, { ...move, draws }]);
        }
      }
    }
    level = next;
  }
  return { states: known.size, transitions, depth };
}

/** What is done to a live system: an event is sent, a timer is due, something comes out. */
type Move =
  | { readonly kind: 'send'; readonly component: number; readonly choice: number }
  | { readonly kind: 'due'; readonly component: number; readonly text: string }
  | { readonly kind: 'out'; readonly component: number; readonly child: string; readonly outcome: number };
/** A move, and what is drawn in it. */
type Play = readonly (Move & { readonly draws: readonly Draw[] })[];

function played(composition: Composition, play: Play): LiveSystem {
  const live = new LiveSystem(composition);
  for (const move of play) drawingAgain(move.draws, () => take(composition, live, move));
  return live;
}

function take(composition: Composition, live: LiveSystem, move: Move): void {
  if (move.kind === 'send') live.happen(composition.choices[move.choice] as Composition['choices'][number]);
  else if (move.kind === 'due') live.due(move.component, move.text);
  else {
    const outcomes = outcomesOf(composition, live, move.component, move.child);
    live.comeOut(move.component, move.child, outcomes[move.outcome] as object);
  }
}

/** What is listed for something that runs, by its id or by what it is. */
function outcomesOf(composition: Composition, live: LiveSystem, component: number, child: string) {
  const listed = composition.components[component]?.spec.outcomes ?? {};
  const src = (live.snapshots[component]?.children[child] as { src?: unknown } | undefined)?.src;
  return listed[child] ?? listed[String(src)] ?? [];
}

function movesOf(composition: Composition, live: LiveSystem, faults: readonly string[] | undefined): Move[] {
  const { components } = composition;
  const { snapshots } = live;
  // A machine that has ended keeps its tags, and blocks nobody.
  const isBlocking = (other: number) =>
    snapshots[other]?.status === 'active' && snapshots[other]?.hasTag('blocking') === true;
  const isBlocked = (component: number) =>
    components.some(
      ({ process }, other) => other !== component && process === components[component]?.process && isBlocking(other),
    );
  const isOn = (fault: string | null | undefined) => !fault || !faults || faults.includes(fault);
  const free = [...components.keys()].filter((component) => !isBlocked(component));
  const sends = composition.undrawn.filter((choice) => !composition.isInner(choice) && isOn(choice.fault));
  return [
    ...sends
      .filter(({ component }) => free.includes(component))
      .map(({ component, index }): Move => ({ kind: 'send', component, choice: index })),
    ...free.flatMap((component) =>
      [...new Set(live.timers[component])].map((text): Move => ({ kind: 'due', component, text })),
    ),
    ...free.flatMap((component) =>
      live
        .running(component)
        .flatMap((child) =>
          outcomesOf(composition, live, component, child).flatMap((one, outcome): Move[] =>
            isOn(one.fault) ? [{ kind: 'out', component, child, outcome }] : [],
          ),
        ),
    ),
  ];
}

function stateText(live: LiveSystem): string {
  const { timers } = live;
  return JSON.stringify(
    live.snapshots.map((snapshot, i) => {
      const { status, value, context, output, error, historyValue, machine } = snapshot;
      if (status === 'stopped') return value === 'not started' ? value : status;
      // XState enters them in the order of the machine.
      const remembered = Object.entries(historyValue).map(([id, nodes]) => [
        id,
        nodes.map((node) => node.id).toSorted(),
      ]);
      const order = new RegionOrder(machine).of(snapshot);
      const ended = plain([output, error instanceof Error ? error.message : error]).text;
      return [
        status,
        value,
        plain(context).text,
        ended,
        remembered.toSorted(),
        order,
        timers[i],
        live.running(i),
        Object.keys(snapshot.children).toSorted(),
        (Reflect.get(snapshot, '_nodes') as { id: string }[]).map(({ id }) => id).toSorted(),
      ];
    }),
  );
}
