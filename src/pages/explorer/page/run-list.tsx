import { isWitness } from '../../../checker/verify.ts';
import { EventText } from './event-text.tsx';
import { Roving } from './controls/roving.tsx';
import type { Explorer } from './hooks/use-explorer.ts';

/** The steps of the run: those that have been taken, and those that are ahead. */
export function RunList({ view: { run, at }, model, judgements, act }: Explorer) {
  if (run.length === 0) return <p class="hint">No step has been taken.</p>;
  const { components } = model.composition;
  return (
    <Roving label="The run" class="run" start={Math.max(0, at - 1)}>
      {run.map((choice, i) => (
        <button
          type="button"
          key={i}
          class={i < at ? 'taken' : 'ahead'}
          aria-current={i === at - 1 ? 'step' : undefined}
          onClick={() => act({ do: 'go to', at: i + 1 })}
        >
          <span class="number">{i + 1}</span>
          <span>
            <i>{components[choice.component]?.spec.name}</i> <EventText choice={choice} />
          </span>
          {judgements
            .filter(({ property, step }) => step === i + 1 && !isWitness(property))
            .map(({ property }) => (
              <span key={property.id} class="badge">
                {property.id}
              </span>
            ))}
        </button>
      ))}
    </Roving>
  );
}
