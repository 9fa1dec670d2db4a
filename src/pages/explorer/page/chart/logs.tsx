import { useRef } from 'preact/hooks';
import { processesOf } from '../../../../traces/messages/processes.ts';
import { logLines } from '../../../../traces/story/lines.ts';
import type { Explorer } from '../hooks/use-explorer.ts';
import { useFollow } from '../hooks/use-follow.ts';

/** The logs of the processes beside each other, a step's lines at the same height. */
export function Logs({ model, carriers, view, whole, trace }: Explorer) {
  const shown = view.at === 0 ? whole.trace : trace;
  const lines = logLines(model.composition, shown);
  const { times } = whole;
  const all = logLines(model.composition, whole.trace);
  const { speakers } = processesOf(model.composition, carriers);
  const columns = speakers.filter((name) => all.some(({ process }) => process === name));
  const list = useRef<HTMLDivElement>(null);
  useFollow(list, '.latest', view, 'pane');
  return (
    <div class="part logs">
      <h2 id="logs">Logs</h2>
      <div class="scroll" ref={list} tabIndex={0} role="group" aria-labelledby="logs">
        {lines.length === 0 && <p class="hint">No process has logged anything.</p>}
        {lines.length > 0 && (
          <table class={times ? 'timed' : undefined}>
            <thead>
              <tr>
                <th scope="col">Step</th>
                {columns.map((process) => (
                  <th scope="col" key={process}>
                    {process}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...new Set(lines.map(({ step }) => step))].map((step) => (
                <tr key={step} class={step === view.at ? 'latest' : undefined}>
                  <th scope="row">{times ? `${step} (${times[step - 1]} s)` : step}</th>
                  {columns.map((process) => (
                    <td key={process} data-process={process}>
                      {lines
                        .filter((line) => line.step === step && line.process === process)
                        .map(({ text }, i) => (
                          <code key={i}>{text}</code>
                        ))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
