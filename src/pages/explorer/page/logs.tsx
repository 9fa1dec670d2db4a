import { processesOf } from '../../../traces/messages/processes.ts';
import { logLines } from '../../../traces/story/lines.ts';
import { timesOf } from '../../../traces/story/shown-run.ts';
import type { Explorer } from './hooks/use-explorer.ts';
import { useGrowing } from './hooks/use-growing.ts';

/** The logs of the processes beside each other, a step's lines at the same height. */
export function Logs({ model, carriers, trace }: Explorer) {
  const lines = logLines(model.composition, trace);
  const times = timesOf(trace, model.unit);
  const { speakers } = processesOf(model.composition, carriers);
  const pane = useGrowing(trace);
  return (
    <div class="part logs">
      <h2 id="logs">Logs</h2>
      <div class="scroll" ref={pane} tabIndex={0} role="group" aria-labelledby="logs">
        {lines.length === 0 && <p class="hint">No process has logged anything yet.</p>}
        {lines.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">Step</th>
                {speakers.map((process) => (
                  <th scope="col" key={process}>
                    {process}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...new Set(lines.map(({ step }) => step))].map((step) => (
                <tr key={step} class={step === trace.length ? 'latest' : undefined}>
                  <th scope="row">{times ? `${step}, at ${times[step - 1]} s` : step}</th>
                  {speakers.map((process) => (
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
