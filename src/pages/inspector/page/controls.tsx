import type { Run } from './run.ts';

interface Props {
  readonly run: Run;
  /** The step that is looked at. */
  readonly step: number;
  readonly isLive: boolean;
  /** Goes to the end of a step, or back to what happens now. */
  readonly goTo: (step: number | null) => void;
}

/** Buttons that go from step to step. */
export function Controls({ run, step, isLive, goTo }: Props) {
  const button = (name: string, sign: string, to: number, isOff: boolean) => (
    <button type="button" aria-label={name} title={name} disabled={isOff} onClick={() => goTo(to)}>
      {sign}
    </button>
  );
  const [isFirst, isLast] = [step === 0, step === run.length];
  return (
    <div class="controls" role="group" aria-label="Steps">
      {button('Before the first step', '|◀', 0, isFirst)}
      {button('Previous step', '◀', step - 1, isFirst)}
      <span>
        Step {step} of {run.length}
      </span>
      {button('Next step', '▶', step + 1, isLast)}
      {button('Last step', '▶|', run.length, isLast)}
      {!isLive && (
        <button type="button" class="live" onClick={() => goTo(null)}>
          Back to what happens now
        </button>
      )}
    </div>
  );
}
