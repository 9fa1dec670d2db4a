import { observerFor } from '../../checker/property/observer.ts';
import { type Check, isStepCheck } from '../../checker/property/property.ts';
import { judge } from '../../checker/replay/judge.ts';
import { choiceText, type Trace, type TraceStep } from '../../checker/replay/trace.ts';
import type { Model } from '../../checker/study/models.ts';
import { isWitness } from '../../checker/verify.ts';
import type { Study } from '../../checker/study/study.ts';
import { linesOfSteps } from '../../traces/story/lines.ts';
import { toldOf } from '../../traces/story/telling.ts';
import type { Hit, Situation, StepTold } from './told.ts';

/** Puts the steps of a run into words, as they happen. */
export class Narrator {
  readonly #model: Model;
  readonly #study: Pick<Study, 'carriers' | 'tells'>;

  constructor(model: Model, study: Pick<Study, 'carriers' | 'tells'>) {
    this.#model = model;
    this.#study = study;
  }

  situation(title: string, switches: Situation['switches']): Situation {
    const { components } = this.#model.composition;
    return {
      kind: 'situation',
      title,
      processes: Object.fromEntries(components.map(({ spec, process }) => [spec.name, process])),
      switches: switches.map(({ id, effect }) => ({ id, effect })),
    };
  }

  /** The last step of a run so far. */
  lastStep(trace: Trace): StepTold {
    const { component, choice } = trace.at(-1) as TraceStep;
    const { carriers = [], tells } = this.#study;
    const run = { ...this.#model, trace, carriers };
    const lines = linesOfSteps(run).at(-1) ?? [];
    const told = toldOf(run, tells).at(-1);
    return {
      kind: 'step',
      number: trace.length,
      text: choiceText(component, choice),
      sentence: told?.sentence ?? '',
      all: told?.all ?? [],
      fault: choice.fault,
      logs: lines.map(({ process, text }) => ({ process, text })),
      hits: this.#hits(trace),
    };
  }

  #hits(trace: Trace): Hit[] {
    const { composition, properties } = this.#model;
    return judge(composition, properties, trace)
      .filter(({ step }) => step === trace.length)
      .map(({ property }) => ({
        id: property.id,
        sentence: property.violation ?? property.sentence,
        isWitness: isWitness(property),
        actor: property.checks.map((check) => actorOf(check, trace)).find((actor) => actor !== null) ?? null,
      }));
  }
}

/** The component that hits a check in the last step of a run; null if none does. */
function actorOf(check: Check, trace: Trace): string | null {
  if (check.kind === 'always') return changedLast(trace, check.what.of);
  if (!isStepCheck(check)) return null;
  const observer = observerFor(check);
  let memory = 0;
  let last: string | null = null;
  trace.forEach(({ occurrences }, i) => {
    for (const occurrence of occurrences) {
      const seen = observer.observe(memory, occurrence);
      memory = seen.memory;
      if (seen.hit && i === trace.length - 1) last = occurrence.component;
    }
  });
  return last;
}

/** The component, among these, that does something last in the last step; else the first. */
const changedLast = (trace: Trace, components: readonly string[]): string | null =>
  trace.at(-1)?.occurrences.findLast(({ component }) => components.includes(component))?.component ??
  components[0] ??
  null;
