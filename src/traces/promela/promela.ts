import type { Choice, Composition } from '../../checker/system/compose.ts';
import { ModelError } from '../../checker/errors.ts';
import type { Property } from '../../checker/property/property.ts';
import type { LocalState } from '../../checker/system/table/table.ts';
import { choiceText } from '../../checker/replay/trace.ts';
import { Reached, type ReachedOptions } from './reached.ts';
import { comment } from './states.ts';
import { type Point, StepGraphs } from './step-graph.ts';
import { stepText } from './step-text.ts';
import { Vocabulary } from './vocabulary.ts';

interface PromelaOptions extends ReachedOptions {
  /** What the model is of. */
  readonly title: string;
}

/**
 * A composed system as a Promela model, with properties as assertions.
 *
 * One process chooses what the environment does; all that follows is one d_step, with the calls between components
 * written out in place. So Spin stores the states that `verify` counts, and no others: the components' local states, and
 * what the checks remember. What follows upon what is read from the components' tables; each has the rows that our own
 * search came by, and where Spin comes by another, `assert(no_gap)` fails. A deadlock is Spin's own "invalid
 * end state"; but to Spin a state has a step also if that changes nothing.
 *
 * @throws {ModelError} if a property is about more than steps and deadlocks
 */
export function promela(composition: Composition, properties: readonly Property[], options: PromelaOptions): string {
  const unspeakable = properties.find(({ checks }) => checks.some(({ kind }) => UNSPEAKABLE.has(kind)));
  if (unspeakable) {
    throw new ModelError(`${unspeakable.id} is about more than steps and deadlocks: no Promela is written for it`);
  }
  const reached = new Reached(composition, properties, options);
  const drawn = composition.choices.find(({ draws }) => draws);
  if (drawn) {
    const text = choiceText(composition.components[drawn.component]?.spec.name ?? '', drawn);
    throw new ModelError(
      `${text}: no Promela is written where oneOf is drawn in a transition; give the environment an event for each value`,
    );
  }
  const vocabulary = new Vocabulary(reached, properties);
  return [
    `/* ${comment(options.title)}`,
    ' *',
    ...usage(reached, properties).map((line) => ` * ${comment(line)}`.trimEnd()),
    ' */',
    ...vocabulary.declarations(),
    '',
    'active proctype system()',
    '{',
    ...(reached.ends === null ? ['end:'] : []),
    '\tdo',
    ...optionsOf(reached, vocabulary).map((line) => `\t${line}`),
    '\tod',
    '}',
    '',
  ].join('\n');
}

const UNSPEAKABLE = new Set(['always', 'leadsTo']);

function usage({ findings: { findings, states, transitions } }: Reached, properties: readonly Property[]): string[] {
  const verdicts = properties.map(({ id }, i) => `${id} ${findings[i]?.verdict}`);
  return [
    '    spin -o2 -a FILE && gcc -O2 -DSAFETY -DNOREDUCE -DNOFAIR -DNOBOUNDCHECK -o pan pan.c',
    '    ./pan -A -E   counts the states',
    '    ./pan -c0     names the assertions that fail',
    '    ./pan         stops at the first that does; then `spin -t FILE` prints the steps to it',
    '',
    'With gcc -DBFS these are as few as there can be.',
    '',
    `Expected: ${states} states; ${verdicts.join(', ')}.`,
    `The ${transitions} steps are more for Spin: the initial state is one to it, and so is a step that changes nothing.`,
  ];
}

/** What the environment may do, as options of the loop: one for each way in which a step may begin. */
function optionsOf(reached: Reached, vocabulary: Vocabulary): string[] {
  const graphs = new StepGraphs(reached, vocabulary.checks.all);
  const written = reached.choices.flatMap((choice) => {
    const start = graphs.of(choice);
    return start ? optionsFrom(start, choice, vocabulary) : [];
  });
  const isOver = reached.ends === null ? null : vocabulary.isOver(reached.ends);
  const rest = isOver === null ? [] : ['/* Nothing need happen any more. */', `:: d_step { ${isOver} -> skip; }`];
  return written.length + rest.length > 0 ? [...written, ...rest] : [':: false'];
}

function optionsFrom({ component, branches, gap }: Point, choice: Choice, vocabulary: Vocabulary): string[] {
  const unblocked = vocabulary.blockersOf(component).map((blocks) => ` && !${blocks}`);
  const title = choiceText(vocabulary.nameOf(component), choice).replaceAll('%', '%%');
  const option = (from: Iterable<LocalState>, body: readonly string[]) => [
    `:: d_step { ${vocabulary.statesOf(component).isIn(from)}${unblocked.join('')} ->`,
    `\t\tprintf(${JSON.stringify(`${title}\n`)});`,
    ...body.map((line) => `\t\t${line}`),
    '\t}',
  ];
  return [
    ...branches.flatMap((branch) => option(branch.moves.keys(), stepText(vocabulary, component, branch))),
    ...(gap.length > 0 ? option(gap, [`assert(${vocabulary.noGap});`]) : []),
  ];
}
