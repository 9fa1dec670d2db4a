import type { Choice } from '../../../../checker/system/compose.ts';
import { typeText, words } from '../../../../checker/system/message.ts';
import { drawTexts } from '../../../../checker/replay/trace.ts';

/** An event of the environment: its type, what it says, what is drawn in its step, and its class if it is a fault. */
export function EventText({ choice }: { readonly choice: Choice }) {
  const { event, fault } = choice;
  const [type = '', ...said] = words(event);
  const rest = [...said, ...drawTexts(choice)];
  return (
    <>
      <b>{typeText(type)}</b>
      {rest.length > 0 && ` ${rest.join(' ')}`}
      {fault && <span class="fault"> {fault}</span>}
    </>
  );
}
