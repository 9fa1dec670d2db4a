import type { Grammar, Recogniser } from '../grammar/recogniser.ts';
import { SCHEDD, type ScheddName } from '../grammar/schedd.ts';
import { STARTD, type StartdName } from '../grammar/startd.ts';
import { labelOf, type Process } from './labels.ts';

/** A line that a machine prints, recognised as a daemon's would be. */
export interface Print {
  readonly process: Process;
  readonly label: string;
  /** The kind of line, which says what logs have it. */
  readonly kind: Recogniser;
}

/** A line as it is recognised; null if it tells nothing of an ALIVE. */
export function printOf(process: Process, text: string): Print | null {
  const grammar: Grammar<StartdName | ScheddName> = process === 'startd' ? STARTD : SCHEDD;
  const found = grammar.recognise(text);
  const label = found && labelOf(found.kind.name, found.params);
  return label ? { process, label, kind: found.kind } : null;
}
