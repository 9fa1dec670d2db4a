import { ComponentState } from './component-state.tsx';
import { useAgreement } from '../hooks/use-agreement.ts';
import type { Explorer } from '../hooks/use-explorer.ts';
import { useMedia } from '../hooks/use-media.ts';

/** The composed state: every component, by the process that it is part of. */
export function States(explorer: Explorer) {
  const { model, states, trace } = explorer;
  const agreement = useAgreement(explorer);
  const isNarrow = useMedia('(max-width: 75rem)');
  const { components } = model.composition;
  const before = trace.at(-2)?.states ?? model.composition.initial;
  const processes = [...new Set(components.map(({ process }) => process))];
  return (
    <details class="state" open={!isNarrow}>
      <summary>
        <h2 id="state">
          State <small>{agreement}</small>
        </h2>
      </summary>
      <div>
        {processes.map((process) => (
          <div key={process} class="process">
            <h3>{process}</h3>
            <ul>
              {components.map(
                (component, i) =>
                  component.process === process && (
                    <ComponentState
                      key={component.spec.name}
                      component={component}
                      state={states[i] as (typeof states)[number]}
                      hasChanged={trace.length > 0 && states[i] !== before[i]}
                    />
                  ),
              )}
            </ul>
          </div>
        ))}
      </div>
    </details>
  );
}
