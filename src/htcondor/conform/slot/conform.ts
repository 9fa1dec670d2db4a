import type { RecordedStep, SlotRun } from './record.ts';
import { type SlotStep, slotSteps } from './steps.ts';

/** A recorded step that the machine does not have, or not for the reason given. */
export interface SlotDisagreement {
  readonly scenario: string;
  readonly run: number;
  readonly slot: string;
  /** Its number in the run, from 1. */
  readonly step: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  readonly why: string;
}

export interface SlotConformance {
  readonly runs: number;
  readonly steps: number;
  readonly agree: number;
  readonly disagree: readonly SlotDisagreement[];
  /** How many of the steps that agree give a cause that no transition of the machine logs: nothing was compared for it. */
  readonly unknownReasons: number;
}

/** What the daemon writes before a cause; any other line only happened to be written before the change. */
const CAUSE = 'State change: ';

/** Replays what real slots did: each step begins where the one before has ended, and is one that the machine has. */
export class SlotConformer {
  readonly #steps: readonly Logged[] = slotSteps().map((step) => ({ ...step, patterns: step.lines.map(patternOf) }));

  conform(runs: readonly SlotRun[]): SlotConformance {
    const disagree = runs.flatMap((run) => this.#disagreements(run));
    const recorded = runs.flatMap(({ steps }) => steps);
    const wrong = new Set(disagree.map(({ recorded: step }) => step));
    const unknown = recorded.filter((step) => !wrong.has(step) && isCause(step.reason) && !this.#knows(step.reason));
    return {
      runs: runs.length,
      steps: recorded.length,
      agree: recorded.length - disagree.length,
      disagree: disagree.map(({ shown }) => shown),
      unknownReasons: unknown.length,
    };
  }

  #disagreements({ scenario, run, slot, steps }: SlotRun): { recorded: RecordedStep; shown: SlotDisagreement }[] {
    return steps.flatMap((recorded, i) => {
      const why = this.#wrong(recorded, steps[i - 1]);
      if (why === null) return [];
      const { reason } = recorded;
      return [
        {
          recorded,
          shown: { scenario, run, slot, step: i + 1, from: fromOf(recorded), to: toOf(recorded), reason, why },
        },
      ];
    });
  }

  #wrong(step: RecordedStep, before: RecordedStep | undefined): string | null {
    const from = fromOf(step);
    const to = toOf(step);
    if (before && toOf(before) !== from) return `the slot was in ${toOf(before)}`;
    const possible = this.#steps.filter((one) => one.from === from && one.to === to);
    if (possible.length === 0) return 'the machine has no such step';
    const { reason } = step;
    if (!isCause(reason) || !this.#knows(reason) || possible.some((one) => logs(one, reason))) return null;
    return `not for this reason: its causes are ${possible.map(({ event }) => event).join(', ')}`;
  }

  #knows(reason: string): boolean {
    return this.#steps.some((step) => logs(step, reason));
  }
}

interface Logged extends SlotStep {
  readonly patterns: readonly RegExp[];
}

const logs = ({ patterns }: Logged, reason: string): boolean => patterns.some((pattern) => pattern.test(reason));

const isCause = (reason: string | null): reason is string => reason?.startsWith(CAUSE) ?? false;

const fromOf = ({ fromState, fromActivity }: RecordedStep): string => `${fromState}/${fromActivity}`;
const toOf = ({ toState, toActivity }: RecordedStep): string => `${toState}/${toActivity}`;

/** A log line with placeholders as a pattern; the full stop that some builds put at its end is not looked at. */
function patternOf(line: string): RegExp {
  const text = line.replace(/\.$/, '').replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${text.replace(/\{\w+\}/g, String.raw`\S+`)}\\.?$`);
}
