import type { Offer } from '../offer.ts';

/** What the environment may do next, where the run is steered by hand. */
export function Steps({ offer, take }: { offer: Offer; take: (index: number) => void }) {
  return (
    <section class="steps" aria-label="What may happen next">
      <h2>What may happen next, as step {offer.step + 1}</h2>
      <ul>
        {offer.choices.map(({ index, text, fault }) => (
          <li key={index}>
            <button type="button" class={fault ? 'fault' : ''} onClick={() => take(index)}>
              {text}
              {fault && <small> a fault: {fault}</small>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
