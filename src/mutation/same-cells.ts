import { type AnyStateMachine, initialTransition, transition } from 'xstate';
import { withoutDraws } from '../checker/system/draw.ts';
import { type Effect, NOTHING_PENDING, START, type TableOptions } from '../checker/system/effects.ts';
import { isPending } from '../checker/system/inner.ts';
import { isSameSnapshot, pendingText } from '../checker/system/local-state.ts';
import { plain } from '../checker/system/plain.ts';
import { restored } from '../checker/system/pure-transition.ts';
import { type Answer, Asker } from '../checker/system/table/answer.ts';
import type { Cell, LocalState, MachineTable } from '../checker/system/table/table.ts';

/** What a search has asked of the original: its table, and the cells that were asked for. */
interface Asked {
  readonly table: MachineTable;
  readonly cells: readonly Cell[];
}

/**
 * Whether a mutant does what its original does: it starts in the same state, and each of these cells is the same. If
 * they are all the cells that a search has used, a search with the mutant would find the very same thing, and need not
 * be run.
 */
export function doesTheSame(mutant: AnyStateMachine, input: unknown, options: TableOptions, asked: Asked): boolean {
  const { cells, table } = asked;
  try {
    if (!isPlain(options, asked)) return doesTheSameInAll(new Asker(mutant, input, options), mutant, options, asked);
    return withoutDraws(() => {
      const [initial] = initialTransition(mutant, input);
      if (!isSameSnapshot(initial, table.initial.snapshot)) return false;
      return cells.every((cell) => isSame(cell, mutant));
    });
  } catch {
    return false; // It throws where the original did not.
  }
}

/** Whether there is nothing to compare but values, contexts, and what is sent and printed: XState itself is asked sooner. */
const isPlain = (options: TableOptions, { cells, table }: Asked): boolean =>
  Object.keys(options).length === 0 &&
  table.initialEffects.length === 0 &&
  isAtRest(table.initial) &&
  cells.every(({ draws, from, to }) => !draws && isAtRest(from) && isAtRest(to));

const isAtRest = ({ pending, snapshot }: LocalState): boolean =>
  pending === NOTHING_PENDING && snapshot.status === 'active' && Object.keys(snapshot.children).length === 0;

function isSame({ from, event, to, effects, kind }: Cell, mutant: AnyStateMachine): boolean {
  const { value, context, historyValue } = from.snapshot;
  const state = mutant.resolveState({ value, context, historyValue });
  const isHandled = mutant.getTransitionData(state, event).length > 0;
  if (!isHandled || kind === 'unhandled') return !isHandled && kind === 'unhandled';
  const [next, actions] = transition(mutant, state, event);
  const does = actions
    .filter(({ type }) => type !== 'xstate.raise')
    .map(({ type, params }) => ({ kind: type, ...(params as object) }));
  return isSameSnapshot(next, to.snapshot) && text(does) === text(effects);
}

const text = (...parts: unknown[]): string => plain(parts).text;

/** Whether a mutant does the same in all cells of a machine that waits for timers or for what it has invoked, is started by another one, or ends. */
function doesTheSameInAll(
  asker: Asker,
  mutant: AnyStateMachine,
  { isSpawned }: TableOptions,
  { cells, table }: Asked,
): boolean {
  if (!isSpawned && !isAnswer(asker.start(), table.initial, table.initialEffects)) return false;
  return cells.every(({ effects, event, from, kind, to }) => {
    if (from.snapshot.status !== 'active') {
      return (
        event.type !== START || kind === 'unhandled' || isAnswer(asker.start({ input: event['input'] }), to, effects)
      );
    }
    const inner = table.innerOf(event);
    // What is not waited for does not happen; being stopped is not the machine's own doing.
    if ((inner && !isPending(from.pending, inner)) || (isSpawned && to.snapshot.value === 'stopped')) return true;
    const answers = asker.ask({ ...from, snapshot: restored(mutant, from.snapshot) }, event, inner);
    // Where something is drawn, the mutant is searched.
    const [answer, ...others] = answers as [Answer, ...Answer[]];
    if (others.length > 0 || answer.draws) return false;
    const isHandled = answer.candidates.length > 0;
    if (kind !== 'step' && isHandled !== (kind !== 'unhandled')) return false;
    return isAnswer(answer, to, effects);
  });
}

const isAnswer = (answer: Answer, to: LocalState, effects: readonly Effect[]): boolean =>
  isSameSnapshot(answer.snapshot, to.snapshot) &&
  text(pendingText(answer.pending), answer.effects.map(withoutMachine)) ===
    text(pendingText(to.pending), effects.map(withoutMachine));

const withoutMachine = (effect: Effect): object => ({ ...effect, machine: undefined });
