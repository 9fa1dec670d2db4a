import { logLines } from '../../../traces/story/log.ts';
import { speakers } from '../speakers.ts';
import type { Explorer } from './hooks/use-explorer.ts';
import { useGrowing } from './hooks/use-growing.ts';

/** The processes' logs beside each other, a step's lines at the same height. */
export function Logs({ model, trace }: Explorer) {
  const lines = logLines(model.composition, trace);
  const processes = speakers(model.composition);
  const pane = useGrowing(trace);
  return (
    <div class="part logs">
      <h2 id="logs">Logs</h2>
      <div class="scroll" ref={pane} tabIndex={0} role="group" aria-labelledby="logs">
        {lines.length === 0 && <p class="hint">Nothing has been written yet.</p>}
        {lines.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">Step</th>
                {processes.map((process) => (
                  <th scope="col" key={process}>
                    {process}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...new Set(lines.map(({ step }) => step))].map((step) => (
                <tr key={step} class={step === trace.length ? 'latest' : undefined}>
                  <th scope="row">{step}</th>
                  {processes.map((process) => (
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
