import type { Grammar, Level } from '../grammar/recogniser.ts';
import { SCHEDD } from '../grammar/schedd.ts';
import { STARTD } from '../grammar/startd.ts';
import { messageOf, parseHeader } from '../read/header.ts';
import type { Both } from './scenarios.ts';

/** The levels that an administrator adds to the default one. */
export const LEVELS = ['D_FULLDEBUG', 'D_PROTOCOL', 'D_COMMAND', 'D_NETWORK'] as const satisfies readonly Level[];

/** match_rec::makeDescription() has the claim id only with D_FULLDEBUG. */
const DESCRIBED = /(<[^\s>]*>)#\d+#\d+#\S*?(?=,? for |\)|$)/;
const OF_RECORDS =
  /\) Started shadow|\) Match record|\) match \(|\) Completed RELEASE|^\S+ \S+ (?:Started shadow|Match record|match \(|Completed RELEASE)/;

/** Both logs as the daemons would have written them with these levels only. */
export function lowered({ startd, schedd }: Both, levels: Readonly<Record<keyof Both, readonly Level[]>>): Both {
  const plain = levels.schedd.includes('D_FULLDEBUG')
    ? schedd
    : schedd.map((line) => (OF_RECORDS.test(line) ? line.replace(DESCRIBED, '$1') : line));
  return { startd: kept(startd, STARTD, levels.startd), schedd: kept(plain, SCHEDD, levels.schedd) };
}

function kept(lines: readonly string[], grammar: Grammar<string>, levels: readonly Level[]): string[] {
  return lines.filter((line) => {
    const header = parseHeader(line);
    const found = header && grammar.recognise(messageOf(line, header));
    if (!found) return !/Daemon Log is logging/.test(line);
    return found.kind.name !== 'logging' && (found.kind.level === 'D_ALWAYS' || levels.includes(found.kind.level));
  });
}
