import { useLayoutEffect, useRef } from 'preact/hooks';
import type { WireSnapshot } from '../wire-format.ts';
import { keepInView } from './keep-in-view.ts';
import { type Actor, type StateDefinition, transitionsOf } from './run.ts';

/** An actor's statechart as boxes within boxes; those in which it is are marked. */
export function Chart({ actor, snapshot }: { actor: Actor; snapshot: WireSnapshot }) {
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => keepInView(panel.current, '.active:not(:has(.active)) > h3'), [actor, snapshot]);
  return (
    <section ref={panel} class="chart" aria-label={`Statechart of ${actor.name}`}>
      <h2>{actor.name}</h2>
      <p class="description">{actor.definition.description}</p>
      <div class={actor.definition.type === 'parallel' ? 'inside parallel' : 'inside'}>
        <Inside definition={actor.definition} value={snapshot.value} />
      </div>
      <h3>Context</h3>
      <pre>{JSON.stringify(snapshot.context, null, 1)}</pre>
    </section>
  );
}

/** What is inside a state: what it does with events, and the states below it. */
function Inside({ definition, value }: { definition: StateDefinition; value: unknown }) {
  const transitions = transitionsOf(definition);
  return (
    <>
      {transitions.length > 0 && (
        <ul class="transitions">
          {transitions.map(({ text, description }) => (
            <li title={description}>{text}</li>
          ))}
        </ul>
      )}
      {Object.entries(definition.states ?? {}).map(([key, state]) => (
        <State
          key={key}
          name={key}
          definition={state}
          isInitial={definition.initial === key}
          value={valueOf(key, value)}
        />
      ))}
    </>
  );
}

interface StateProps {
  readonly name: string;
  readonly definition: StateDefinition;
  readonly isInitial: boolean;
  /** The value below this state; undefined where the actor is not in it. */
  readonly value: unknown;
}

function State({ name, definition, isInitial, value }: StateProps) {
  const isActive = value !== undefined;
  return (
    <div class={isActive ? 'state active' : 'state'} aria-current={isActive ? 'true' : undefined} data-state={name}>
      <h3>
        {isInitial && <span class="mark" role="img" title="initial" aria-label="initial" />}
        {name}
        {definition.tags && <small> {[definition.tags].flat().join(', ')}</small>}
      </h3>
      {definition.description && <p class="description">{definition.description}</p>}
      <div class={definition.type === 'parallel' ? 'inside parallel' : 'inside'}>
        <Inside definition={definition} value={value} />
      </div>
    </div>
  );
}

function valueOf(key: string, value: unknown): unknown {
  if (typeof value === 'string') return value === key ? {} : undefined;
  return (value as Record<string, unknown> | undefined)?.[key];
}
