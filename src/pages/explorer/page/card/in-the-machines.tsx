import { messageText } from '../../../../checker/system/message.ts';
import { placeOf } from '../../story/taken.ts';
import type { Explorer } from '../hooks/use-explorer.ts';

/** Each transition of the last step: what the machine's author says of it, and where it is written. */
export function InTheMachines({ scenes, model: { composition }, trace }: Explorer) {
  const occurrences = trace.at(-1)?.occurrences ?? [];
  return (
    <details class="machines">
      <summary>
        In the machines: {occurrences.length === 1 ? '1 transition' : `${occurrences.length} transitions`}
      </summary>
      <ol>
        {occurrences.map((occurrence, i) => {
          const { component, from, event } = occurrence;
          const said = composition.components[composition.indexOf(component)]?.table.describe(from, event);
          const place = placeOf(composition, scenes.recorded.places, occurrence);
          return (
            <li key={i}>
              <i>{component}</i> {messageText(event)}
              {said && <small>{said}</small>}
              {place && <code>{place}</code>}
            </li>
          );
        })}
      </ol>
    </details>
  );
}
