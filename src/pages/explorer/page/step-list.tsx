import type { EnabledStep } from '../steps.ts';
import { EventText } from './event-text.tsx';
import { Roving } from './controls/roving.tsx';
import type { Explorer } from './hooks/use-explorer.ts';

/** Every step that can be taken now; the one with which the run goes on, if it does, before the others. */
export function StepList({ view: { run, at }, model, steps, act }: Explorer) {
  const { components } = model.composition;
  const isNext = ({ choice }: EnabledStep) => choice === run[at];
  const enabled = [...steps.enabled.filter(isNext), ...steps.enabled.filter((step) => !isNext(step))];
  return (
    <>
      <h3>Can happen now</h3>
      {enabled.length === 0 && <p class="hint">Nothing: this run has come to its end.</p>}
      <Roving label="Can happen now" class="enabled" start={0}>
        {enabled.map((step) => (
          <button
            type="button"
            key={step.choice.index}
            class={isNext(step) ? 'next' : undefined}
            onClick={() => act({ do: 'take', choice: step.choice })}
          >
            <span>
              <i>{components[step.choice.component]?.spec.name}</i> <EventText choice={step.choice} />
            </span>
            {isNext(step) && <span class="badge">next in this run</span>}
            {step.description && <small>{step.description}</small>}
          </button>
        ))}
      </Roving>
    </>
  );
}
