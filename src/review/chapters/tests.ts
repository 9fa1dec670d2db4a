import { type Block, type Chapter, count, details, heading, list, paragraph, table } from '../content.ts';
import { isThere, textOf } from '../facts.ts';

interface Survivor {
  readonly id: string;
  readonly survives: string;
  readonly reason: string;
}

/** What killed the mutants of each machine, and what was left: properties/kill-matrix.json. */
interface KillMatrix {
  readonly machines: Readonly<
    Record<
      string,
      { readonly mutants: number; readonly killed: number; readonly equivalent: number; readonly survive: number }
    >
  >;
  readonly evidence: Readonly<Record<string, number>>;
  readonly properties: Readonly<Record<string, { readonly kills: number; readonly alone: number }>>;
  readonly survivors: readonly string[];
}

const MATRIX = 'properties/kill-matrix.json';
const SURVIVORS = 'properties/surviving-mutants.json';
/** States that nothing reaches, each with its reason, under the name of either list. */
const NOT_COVERED = ['properties/unreached.json', 'properties/uncovered.json'];

const parsed = <T>(path: string): T => JSON.parse(textOf(path)) as T;

/** How well the machines are watched: what a change of them would be noticed by, and what nothing reaches. */
export const tests = (): Chapter => ({
  title: 'Coverage and kill matrix',
  blocks: [
    paragraph(
      'The machines are got wrong on purpose, in one place at a time: a mutant is killed when a verdict, a witness, a shortest run or a measured reply tells it from its original. Tests do so with every guard negated and every transition dropped of ReliSock, DaemonCore and the handler; `claimcheck mutate` with every guard, transition, target and action of every machine, which takes long and is not part of the tests. What survives is on record, with the reason, and a stale reason fails.',
    ),
    ...(isThere(MATRIX) ? matrix(parsed<KillMatrix>(MATRIX)) : []),
    ...survivors(parsed<Survivor[]>(SURVIVORS)),
    ...NOT_COVERED.filter(isThere).map(uncovered),
  ],
});

function matrix({ machines, evidence, properties, survivors: left }: KillMatrix): Block[] {
  return [
    heading('By machine'),
    table(
      ['machine', 'mutants', 'killed', 'equivalent', 'survive'],
      Object.entries(machines).map(([name, { mutants, killed, equivalent, survive }]) => [
        name,
        ...[mutants, killed, equivalent, survive].map(count),
      ]),
    ),
    heading('By what kills them'),
    table(['evidence', 'mutants killed'], counted(evidence)),
    heading('By property'),
    table(
      ['property', 'mutants killed', 'by it alone'],
      Object.entries(properties).map(([name, { kills, alone }]) => [`\`${name}\``, count(kills), count(alone)]),
    ),
    details(
      `${left.length} mutants survive every claim, witness, shortest run and measured reply`,
      list(...left.map((id) => `\`${id}\``)),
    ),
  ];
}

const counted = (numbers: Readonly<Record<string, number>>) =>
  Object.entries(numbers).map(([name, number]) => [name, count(number)]);

const survivors = (all: readonly Survivor[]): Block[] => [
  details(
    `${all.length} mutants are not killed, each with the reason`,
    table(
      ['mutant', 'survives', 'why'],
      all.map(({ id, survives, reason }) => [`\`${id}\``, survives, reason]),
    ),
  ),
];

function uncovered(path: string): Block {
  const reasons = Object.entries(parsed<Record<string, unknown>>(path));
  return details(
    `${reasons.length} entries of \`${path}\`: what no run reaches`,
    table(
      ['not reached', 'why'],
      reasons.map(([element, why]) => [`\`${element}\``, typeof why === 'string' ? why : JSON.stringify(why)]),
    ),
  );
}
