import { tellingsOf } from '../../../../traces/story/telling.ts';
import type { EnabledStep } from '../../steps.ts';
import { Roving } from '../controls/roving.tsx';
import type { Explorer } from '../hooks/use-explorer.ts';
import { EventText } from './event-text.tsx';

/** Every step that can be taken now; the one with which the run goes on, if it does, before the others. */
export function StepList({ scenes, view: { run, at }, model, steps, act }: Explorer) {
  const { components } = model.composition;
  const isNext = ({ choice }: EnabledStep) => choice === run[at];
  const enabled = [...steps.enabled.filter(isNext), ...steps.enabled.filter((step) => !isNext(step))];
  const sentence = ({ occurrences, description }: EnabledStep) =>
    tellingsOf(scenes.study.tells ?? [], occurrences).best ?? description;
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
            {isNext(step) && <span class="badge">next in this run</span>}
            <span>{sentence(step)}</span>
            <small>
              <i>{components[step.choice.component]?.spec.name}</i> <EventText choice={step.choice} />
            </small>
          </button>
        ))}
      </Roving>
    </>
  );
}
