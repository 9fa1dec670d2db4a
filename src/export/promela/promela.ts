import type { Choice, Composition } from '../../engine/compose.ts';
import type { Property } from '../../engine/property.ts';
import type { LocalState } from '../../engine/table.ts';
import { choiceText } from '../../engine/trace.ts';
import type { Findings } from '../../engine/verdict.ts';
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
 * search came by, and where Spin comes by another, `assert(no_gap)` fails.
 */
export function promela(composition: Composition, properties: readonly Property[], options: PromelaOptions): string {
  const reached = new Reached(composition, properties, options);
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
    '#ifndef DEADLOCK',
    'end:',
    '#endif',
    '\tdo',
    ...optionsOf(reached, vocabulary).map((line) => `\t${line}`),
    '\tod',
    '}',
    '',
  ].join('\n');
}

function usage({ findings }: Reached, properties: readonly Property[]): string[] {
  return [
    '    spin -o2 -a FILE && gcc -O2 -DSAFETY -DNOREDUCE -DNOFAIR -DNOBOUNDCHECK -o pan pan.c',
    '    ./pan -A    counts the states',
    '    ./pan -c0   names the assertions that fail',
    '    ./pan       stops at the first that does; then `spin -t FILE` prints the steps to it',
    '',
    'With gcc -DBFS these are as few as there can be. With spin -DDEADLOCK a state without a step is an error.',
    '',
    ...expected(findings, properties),
  ];
}

function expected({ bounded, findings, states, transitions }: Findings, properties: readonly Property[]): string[] {
  if (bounded) return [`There are more states than the ${states} that our own search has looked at.`];
  const verdicts = properties.map((property) => {
    const finding = findings.find((one) => one.property === property);
    return `${property.id} ${finding?.verdict}`;
  });
  return [
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
  return written.length > 0 ? written : [':: false'];
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
