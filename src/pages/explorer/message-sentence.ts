import type { Sent } from '../../traces/messages/messages.ts';

/** A message and what became of it, for one who does not see the arrow. */
export function sentence({ text, from, to, sent, pieces, arrived, lost }: Sent): string {
  const way = `${text}, sent by the ${from} to the ${to} in step ${sent.step}`;
  const parts = pieces.map(({ step, upTo }) => `${upTo} arrives in step ${step}`);
  const fate = arrived
    ? `arrives in step ${arrived.step}`
    : lost
      ? `is lost in step ${lost.step}`
      : 'is still under way';
  return [way, ...parts, fate].join('; ');
}
