import { isWitness } from '../../../../checker/verify.ts';
import type { Explorer } from '../hooks/use-explorer.ts';

/** The width of the thumb, whose middle is where the reader stands. */
const THUMB = 16;

/** The whole run as a line to move along, with its faults and violations. */
export function Scrubber({ view: { run, at }, whole, act }: Explorer) {
  const violated = new Set(whole.judgements.filter(({ property }) => !isWitness(property)).map(({ step }) => step));
  const marks = run.flatMap(({ fault }, i) => {
    const step = i + 1;
    if (violated.has(step)) return [{ step, kind: 'bad' }];
    return fault === null ? [] : [{ step, kind: 'fault' }];
  });
  const told = whole.told[at - 1]?.sentence ?? 'the whole run';
  const left = (step: number) => `calc(${THUMB / 2}px + ${step / run.length} * (100% - ${THUMB}px))`;
  return (
    <div class="scrubber">
      <input
        type="range"
        aria-label="Step"
        aria-valuetext={`${at} of ${run.length}: ${told}`}
        min={0}
        max={run.length}
        value={at}
        onInput={({ currentTarget }) => act({ do: 'go to', at: Number(currentTarget.value) })}
      />
      {marks.map(({ step, kind }) => (
        <span key={step} class={`tick ${kind}`} style={{ left: left(step) }} />
      ))}
    </div>
  );
}
