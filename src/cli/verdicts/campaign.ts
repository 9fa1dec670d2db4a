import type { Merged } from '../campaign/merge.ts';
import { systemCalled } from '../../checker/study/rows.ts';
import type { Study } from '../../checker/study/study.ts';
import type { Row } from '../../checker/study/system-entry.ts';
import { total } from '../../mutation/matrix.ts';
import { buildText } from '../chosen-run.ts';
import { countOf, stepsOf } from '../layout.ts';
import { style } from '../terminal.ts';

/** What a campaign has found, for people: the answer last. */
export function campaignText(study: Study, merged: Merged, file: string): string {
  return [...rowsText(study, merged), ...mutantsText(merged), answer(merged), `All of it: ${file}`].join('\n');
}

function rowsText(study: Study, { fuzzed = [], searched = [] }: Merged): string[] {
  const nameOf = (row: Row): string => buildText(systemCalled(study, row.system), row);
  return [
    ...fuzzed
      .filter(({ violated }) => Object.keys(violated).length > 0)
      .map((row) => {
        const all = Object.entries(row.violated).map(
          ([id, { times, shortest }]) => `${id} in ${times} runs, the shortest of ${shortest} steps`,
        );
        return `${nameOf(row)}: ${all.join('; ')}`;
      }),
    ...searched.map((row) => {
      const verdicts = Object.entries(row.verdicts).map(([id, verdict]) => `${id} ${verdict}`);
      return `${nameOf(row)}: ${row.states} states, ${row.end}: ${verdicts.join(', ')}`;
    }),
  ];
}

function mutantsText({ matrix }: Merged): string[] {
  if (!matrix) return [];
  const { mutants, equivalent, survive } = total(matrix);
  const survivors = Object.values(matrix).flatMap((one) => one.survivors);
  return [
    `${mutants} mutants: ${mutants - equivalent - survive} killed, ${equivalent} equivalent, ${survive} survive.`,
    ...survivors.map((id) => `survives: ${id}`),
  ];
}

function answer({ work, fuzzed = [], searched = [], runs, counterexamples, coverage, matrix }: Merged): string {
  const states = coverage ? ` ${coverage.reached} of ${coverage.declared} states of the machines were reached.` : '';
  if (matrix) {
    const { survive } = total(matrix);
    return survive > 0
      ? style.red(survive === 1 ? 'One mutant survives.' : `${survive} mutants survive.`)
      : style.green('No mutant survives.');
  }
  const found = Object.entries(counterexamples).map(([id, { steps }]) => `${id} in ${stepsOf(steps.length)}`);
  const done =
    work === 'fuzz'
      ? `${countOf(fuzzed.length, 'row')}, ${countOf(runs ?? 0, 'random run')} of each`
      : `${countOf(searched.length, 'row')} searched`;
  if (found.length > 0) return `${style.red(`${done}: violated: ${found.join(', ')}.`)}${states}`;
  const isBounded = searched.some(({ end }) => end !== 'exhausted');
  const open =
    work === 'fuzz'
      ? 'no run violates anything, which proves nothing'
      : isBounded
        ? 'no violation so far: a search was bounded'
        : 'no violation with a shortest run';
  return `${done}: ${open}.${states}`;
}
