/**
 * The checker as a library: XState machines that exchange messages are composed, explored exhaustively, and every property
 * about them gets a verdict, with the shortest run that shows it. Nothing here knows any protocol.
 *
 * ```ts
 * const composition = compose({ name: 'ping-pong', components: [ … ] });
 * const { states, findings } = verify(composition, [ …properties ]);
 * for (const { property, verdict, run } of findings) console.log(property.sentence, verdict, run && traceOf(composition, run));
 * ```
 *
 * A machine names its effects: the action `send`, with params `{ to: port, message }`, and `dprintf`, with params `{ text }`;
 * or it uses XState's own `sendTo` and `sendParent`. Timers (`after`, a delayed `raise`) are choices of the environment while
 * they are armed, and what a machine invokes comes out as its component lists (`outcomes`), or is a component itself
 * (`spawnedBy`). Other custom actions are refused, unless the component lists them (`ignores`).
 */
import { Composition, type SystemSpec } from './system/compose.ts';
import { TableStore } from './system/table/table.ts';

export type { CompareOptions, Comparison, Difference } from './compare/compare.ts';
export { compareSystems } from './compare/compare.ts';
export type { Choice, ComponentSpec, EnvironmentEvent, Occurrence, SystemSpec } from './system/compose.ts';
export { Composition, ENVIRONMENT } from './system/compose.ts';
export { ModelError } from './errors.ts';
export type { End, Exploration, ExploreOptions } from './search/explore.ts';
export { explore } from './search/explore.ts';
export type { Judgement } from './replay/judge.ts';
export { judge } from './replay/judge.ts';
export { LiveSystem, replayLive } from './replay/live-actors.ts';
export type { Message } from './system/message.ts';
export type { Outcome, Shown } from './compare/observable.ts';
export {
  all,
  enters,
  goes,
  having,
  inState,
  isIn,
  leaves,
  never,
  not,
  ofAll,
  send,
  sends,
  takes,
  where,
  whileIn,
  within,
  witness,
} from './property/patterns.ts';
export type {
  Action,
  Check,
  Condition,
  LeadsTo,
  LeadsToSpec,
  Pattern,
  Property,
  PropertySpec,
  Snapshot,
  While,
} from './property/property.ts';
export type { LocalState } from './system/table/table.ts';
export { TableStore } from './system/table/table.ts';
export type { AnyChoices, Axes, Axis, Choices, SomeChoices, Value } from './study/axis.ts';
export { bitsOf, valuesOf } from './study/axis.ts';
export type { Carried, CarriedKind, Carrier } from './study/carrier.ts';
export { carriesOne } from './study/carrier.ts';
export type { Model } from './study/models.ts';
export { Models } from './study/models.ts';
export { caseCalled, keyOf, rowOfCase, rowsOf, rowWith, systemCalled } from './study/rows.ts';
export type { Alias, Story, StoryMark, StoryPicture, Study, Telling } from './study/study.ts';
export { defineStudy, defineSystem } from './study/define.ts';
export type { Beside, Case, Row, Search, SystemEntry } from './study/system-entry.ts';
export type { Trace, TraceStep } from './replay/trace.ts';
export { choiceText, traceOf } from './replay/trace.ts';
export type { ChannelOptions } from './system/channel.ts';
export { channel, oneOf } from './system/channel.ts';
export type { Outcome as ChildOutcome } from './system/effects.ts';
export type { Explored, Finding, Findings, Method, Verdict, VerifyOptions } from './verify.ts';
export { verify } from './verify.ts';

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
