/**
 * The report cut into what can be traced one by one: sentences of its prose, lines of the logs that it quotes, and
 * excerpts of code, each of which is one unit.
 */
export function unitsOf(report: string): string[] {
  return report
    .split(/\n\s*\n/)
    .flatMap((part) => {
      if (/^ {4}/.test(part)) return [part];
      const lines = part.split('\n');
      return lines.every((line) => LOG_LINE.test(line)) ? lines : sentencesOf(part);
    })
    .map((unit) => unit.trim())
    .filter((unit) => unit !== '');
}

const LOG_LINE = /^\d\d\/\d\d\/\d\d |^$/;

const sentencesOf = (prose: string): string[] => prose.split(/(?<=[.?!])\s+(?=[A-Z])/);
