import * as v from 'valibot';
import { PATHS, type Path, type Revision } from '../../../../machines/vocabulary.ts';
import { readJson } from '../../../files/input.ts';
import { pathTo } from '../../../files/root.ts';
import { fields, text } from '../../../files/schema.ts';
import { type Print, printOf } from './print.ts';

/** What can be printed next in each state, and the state behind it. It begins in the first one, and may end in any. */
export type Lines = readonly (readonly Next[])[];
type Next = readonly [print: Print, to: number];

const INDEX = v.pipe(v.number(), v.integer(), v.minValue(0));
const SCHEMA = fields({
  prints: v.array(v.tuple([v.picklist(['startd', 'schedd']), text()])),
  automata: v.array(v.array(v.array(v.tuple([INDEX, INDEX])))),
  variants: v.record(v.string(), INDEX),
});

/**
 * What every variant of the machines prints of one ALIVE, as the file holds it: the lines, automata over them, and which of these is the
 * variant's. `alive-lines.test.ts` makes it from all runs of the machines; many variants print the same.
 */
export type AliveLines = v.InferOutput<typeof SCHEMA>;

export const ALIVE_LINES = 'properties/alive-lines.json';

/** The name of a variant in the file. */
export const keyOf = (revision: Revision, bits: string, path: Path): string => `${revision} ${bits} ${path}`;

/** What each variant can print of one ALIVE, by path: a startd may or may not have a security session. */
export function aliveLines(): (revision: Revision, bits: string) => Lines[] {
  const { prints, automata, variants } = readJson(pathTo(ALIVE_LINES), SCHEMA);
  const known = prints.map(([process, line]) => printOf(process, line) as Print);
  const all = automata.map(
    (states): Lines => states.map((next) => next.map(([print, to]): Next => [known[print] as Print, to])),
  );
  return (revision, bits) => PATHS.map((path) => all[variants[keyOf(revision, bits, path)] as number] as Lines);
}
