import type { RefusedChoice } from '../../steps.ts';
import { EventText } from './event-text.tsx';
import type { Explorer } from '../hooks/use-explorer.ts';
import { useMedia } from '../hooks/use-media.ts';

/** Every event that nothing would come of now, by component and by what refuses it. */
export function Refused({ model, steps }: Explorer) {
  const { components } = model.composition;
  const isNarrow = useMedia('(max-width: 48rem)');
  return (
    <details class="refusals" open={!isNarrow}>
      <summary>Refused now</summary>
      <ul class="refused">
        {groups(steps.refused).map(({ component, reason, choices }) => (
          <li key={`${component} ${reason}`}>
            <i>{components[component]?.spec.name}</i>
            {choices.map((choice) => (
              <span key={choice.index} class="event">
                <EventText choice={choice} />
              </span>
            ))}
            <small>{reason}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface Group {
  readonly component: number;
  readonly reason: string;
  readonly choices: RefusedChoice['choice'][];
}

function groups(refused: readonly RefusedChoice[]): Group[] {
  const found = new Map<string, Group>();
  for (const { choice, reason } of refused) {
    const key = `${choice.component} ${reason}`;
    const group = found.get(key) ?? { component: choice.component, reason, choices: [] };
    found.set(key, group);
    group.choices.push(choice);
  }
  return [...found.values()];
}
