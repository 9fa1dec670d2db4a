import type { Choice } from '../../../../checker/system/compose.ts';
import { typeText, words } from '../../../../checker/system/message.ts';

/** An event of the environment: its type, what it says, and its class if it is a fault. */
export function EventText({ choice: { event, fault } }: { readonly choice: Choice }) {
  const [type = '', ...rest] = words(event);
  return (
    <>
      <b>{typeText(type)}</b>
      {rest.length > 0 && ` ${rest.join(' ')}`}
      {fault && <span class="fault"> {fault}</span>}
    </>
  );
}
