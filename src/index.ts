/**
 * The checker as a library: XState machines that exchange messages are composed, explored exhaustively, and every claim
 * about them gets a verdict, with the shortest run that shows it. Nothing here knows of HTCondor.
 *
 * ```ts
 * const composition = compose({ name: 'ping-pong', components: [ … ] });
 * const { states, findings } = verify(composition, [ …properties ]);
 * for (const { property, verdict, run } of findings) console.log(property.sentence, verdict, run && traceOf(composition, run));
 * ```
 *
 * A machine only names its effects: the action `send`, with params `{ to: port, message }`, and `dprintf`, with params
 * `{ text }`. Timers are events of the environment; `after`, `invoke` and `spawn` are refused.
 */
import { Composition, type SystemSpec } from './engine/compose.ts';
import { TableStore } from './engine/table.ts';

export type { CompareOptions, Comparison, Difference } from './engine/compare.ts';
export { compareSystems } from './engine/compare.ts';
export type { Choice, ComponentSpec, EnvironmentEvent, Occurrence, SystemSpec } from './engine/compose.ts';
export { Composition, ENVIRONMENT } from './engine/compose.ts';
export { ModelError } from './engine/errors.ts';
export type { End, Exploration, ExploreOptions } from './engine/explore.ts';
export { explore } from './engine/explore.ts';
export type { Judgement } from './engine/judge.ts';
export { judge } from './engine/judge.ts';
export { LiveSystem, replayLive } from './engine/live.ts';
export type { Message } from './engine/message.ts';
export type { Outcome, Shown } from './engine/outside.ts';
export type { Check, Pattern, Property, While } from './engine/property.ts';
export type { LocalState } from './engine/table.ts';
export { TableStore } from './engine/table.ts';
export type { Trace, TraceStep } from './engine/trace.ts';
export { choiceText, traceOf } from './engine/trace.ts';
export type { Finding, Findings, Method, Verdict, VerifyOptions } from './engine/verdict.ts';
export { verify } from './engine/verdict.ts';

/**
 * Composes the machines of a system.
 *
 * @param spec the components, in the order in which equally good choices are preferred
 * @param tables what has been asked of XState so far; systems that share machines should share it
 * @throws {ModelError} if a name is used twice or a port leads nowhere
 */
export function compose(spec: SystemSpec, tables: TableStore = new TableStore()): Composition {
  return new Composition(spec, tables);
}
