import type { RecordedStep, SlotRun } from './record.ts';
import { slotSites } from './sites.ts';
import { type SlotStep, slotRemarks, slotSteps } from './steps.ts';

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
  /** The lines that say something about a change without being its cause, and the one change that they go with, if there is one. */
  readonly #remarks = slotSites().remarks.map(({ line, to }) => ({ pattern: patternOf(line), to }));
  readonly #steps: readonly Logged[] = slotSteps().map(logged);
  /** A claim that was taken back at once has failed, which is logged where nothing changes any more. */
  readonly #unchanged: readonly Logged[] = slotRemarks()
    .filter(({ event }) => event === 'REQUEST_CLAIM_REVERTED')
    .map((step) => logged({ ...step, lines: step.lines.slice(-1) }));

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
    if (before && toOf(before) !== from && !this.#isReverted(before, from)) return `the slot was in ${toOf(before)}`;
    const isBack = before !== undefined && fromOf(before) === to;
    const possible = this.#steps.filter((one) => one.from === from && one.to === to && (isBack || !one.takenBack));
    if (possible.length === 0) return 'the machine has no such step';
    const { reason } = step;
    if (!isCause(reason) || !this.#knows(reason) || possible.some((one) => logs(one, reason))) return null;
    const remark = this.#remarks.find(({ pattern }) => pattern.test(reason));
    if (remark && (remark.to === null || remark.to === to)) return null;
    if (remark) return `that goes with a change to ${remark.to}`;
    if (this.#unchanged.some((one) => one.from === from && logs(one, reason))) return null;
    return `not for this reason: its causes are ${possible.map(({ event }) => event).join(', ')}`;
  }

  #knows(reason: string): boolean {
    const isRemark = this.#remarks.some(({ pattern }) => pattern.test(reason));
    return isRemark || [...this.#steps, ...this.#unchanged].some((step) => logs(step, reason));
  }

  /** "Reverting state" is a line of its own: whoever records changes alone misses that the slot went back to where it was. */
  #isReverted(before: RecordedStep, from: string): boolean {
    const isBack = fromOf(before) === from;
    return isBack && this.#steps.some((one) => one.from === toOf(before) && one.to === from && one.takenBack);
  }
}

interface Logged extends SlotStep {
  readonly patterns: readonly RegExp[];
}

const logged = (step: SlotStep): Logged => ({ ...step, patterns: step.lines.map(patternOf) });

const logs = ({ patterns }: Logged, reason: string): boolean => patterns.some((pattern) => pattern.test(reason));

const isCause = (reason: string | null): reason is string => reason?.startsWith(CAUSE) ?? false;

const fromOf = ({ fromState, fromActivity }: RecordedStep): string => `${fromState}/${fromActivity}`;
const toOf = ({ toState, toActivity }: RecordedStep): string => `${toState}/${toActivity}`;

/** A log line with placeholders as a pattern; the full stop that some builds put at its end is not looked at. */
function patternOf(line: string): RegExp {
  const text = line.replace(/\.$/, '').replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  const filled = text.replace('{cause}', '.+').replace(/\{\w+\}/g, String.raw`\S+`);
  return new RegExp(`^${filled}\\.?$`);
}
