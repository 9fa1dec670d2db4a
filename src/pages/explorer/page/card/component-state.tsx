import type { Composition } from '../../../../checker/system/compose.ts';
import type { LocalState } from '../../../../checker/system/table/table.ts';
import { changes, statePaths } from '../../../../traces/messages/words.ts';

interface Props {
  readonly component: Composition['components'][number];
  readonly state: LocalState;
  readonly hasChanged: boolean;
}

/** One component: the states that it is in, and what it remembers beyond what it was built with. */
export function ComponentState({ component: { spec, table }, state, hasChanged }: Props) {
  const isInitial = state === table.initial;
  return (
    <li class={['component', hasChanged ? 'changed' : '', isInitial ? 'initial' : ''].join(' ')}>
      <b>{spec.name}</b>
      {hasChanged && <span class="unseen"> has changed:</span>}
      {statePaths(state.snapshot.value).map((path) => (
        <code key={path.join()}>{path.join(' › ')}</code>
      ))}
      {changes(table.initial.snapshot.context, state.snapshot.context).map(([name, value]) => (
        <code key={name} class="memory">
          {name} = {value}
        </code>
      ))}
      {state.blocking && <span class="badge">blocks its process</span>}
    </li>
  );
}
