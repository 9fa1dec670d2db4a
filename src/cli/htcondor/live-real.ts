#!/usr/bin/env node
import { Command } from 'commander';
import { ALL_SUBSETS, REVISIONS, type Revision } from '../../../machines/vocabulary.ts';
import { writeWhole } from '../../files/output.ts';
import { KNOWN_CLAIM_ID } from '../../htcondor/conform/conform.ts';
import { Predictor } from '../../htcondor/live/probe/predict.ts';
import { Probe } from '../../htcondor/live/probe/probe.ts';
import { measuredRecords } from '../../htcondor/live/probe/record.ts';
import { probeText } from '../../htcondor/live/probe/report.ts';
import { isVulnerable } from '../../htcondor/live/probe/verdict.ts';
import { agreeAtRandom } from '../../htcondor/live/random/agree.ts';
import { withSchedd } from '../../htcondor/live/random/real.ts';
import { parseCount, parseWord, parseWords } from '../parse.ts';
import { style } from '../terminal.ts';

/**
 * A script that a person runs (docs/live.md): it holds a real schedd against the machines, in every subset of the fixes. It needs
 * a program that starts one: `PROGRAM schedd FOLDER PORT` and `PROGRAM stop FOLDER`, with FIX_27894=0 and so on in its environment.
 */
interface Options {
  readonly revision: Revision;
  readonly fixes: readonly string[];
  readonly random?: number;
  readonly seed: number;
  readonly out: string;
}

const program = new Command('live-real')
  .argument('<program>', 'starts and stops a schedd')
  .option('--revision <revision>', REVISIONS.join(', '), parseWord(REVISIONS), 'head')
  .option('--fixes <bits>', 'some subsets, as bits separated by commas', parseWords(ALL_SUBSETS), ALL_SUBSETS as never)
  .option('--random <number>', 'not the probe, but so many random schedules', parseCount(1))
  .option('--seed <number>', 'of the random schedules', parseCount(0), 1)
  .option('--out <file>', 'where the smallest schedule goes that disagrees', 'disagreement.json')
  .action(async (schedd: string, { fixes, random, ...rest }: Options) => {
    let wrong = 0;
    for (const bits of fixes) {
      const all = { ...rest, fixes: bits };
      const isRight =
        random === undefined ? await probe(schedd, all) : await atRandom(schedd, { ...all, runs: random });
      if (!isRight) wrong++;
    }
    process.exitCode = wrong > 0 ? 1 : 0;
  });

const PREDICTOR = new Predictor();
const KNOWING = new Predictor([KNOWN_CLAIM_ID]);

interface One {
  readonly revision: Revision;
  readonly fixes: string;
  readonly seed: number;
  readonly out: string;
}

/** A row of a table: the verdict, and which schedds are consistent. */
async function probe(schedd: string, { revision, fixes }: One): Promise<boolean> {
  const candidate = { revision, fixes };
  const probed = await withSchedd(schedd, candidate, (target) => new Probe(target, { predictor: PREDICTOR }).run());
  const { verdict, consistent } = probed;
  const isRight = verdict === (isVulnerable(PREDICTOR, candidate) ? 'vulnerable' : 'not vulnerable');
  const isThere = consistent.some((one) => one.revision === revision && one.fixes === fixes);
  const text = consistent.map((one) => `${one.revision} ${one.fixes}`).join(', ');
  console.log(
    `| ${revision} ${fixes} | ${verdict} | ${isRight ? 'right' : 'WRONG'} | ${text} | ${isThere ? 'yes' : 'NO'} |`,
  );
  if (!isRight || !isThere) console.error(probeText(probed, style));
  return isRight && isThere;
}

async function atRandom(
  schedd: string,
  { revision, fixes, seed, out, runs }: One & { runs: number },
): Promise<boolean> {
  const candidate = { revision, fixes };
  const { agree, disagreement } = await withSchedd(schedd, candidate, (target) =>
    agreeAtRandom(target, candidate, KNOWING, { runs, seed }),
  );
  console.log(`${revision} ${fixes}: ${agree} agree${disagreement ? `, and one does not: ${out}` : ''}`);
  if (!disagreement) return true;
  const evidence = { ...disagreement, ...disagreement.seen, seconds: null, isDefect: false };
  writeWhole(out, `${JSON.stringify(measuredRecords([evidence], candidate), null, 1)}\n`);
  return false;
}

await program.parseAsync();
