#!/usr/bin/env node
import { Command } from 'commander';
import { ALL_SUBSETS, REVISIONS, type Revision } from '../../../machines/vocabulary.ts';
import { Probe } from '../../htcondor/live/probe/probe.ts';
import { probeText } from '../../htcondor/live/probe/report.ts';
import { Predictor } from '../../htcondor/live/probe/predict.ts';
import { isVulnerable } from '../../htcondor/live/probe/verdict.ts';
import { withSchedd } from '../../htcondor/live/random/real.ts';
import { style } from '../terminal.ts';
import { parseWord, parseWords } from '../parse.ts';

/**
 * A script that a person runs: probes a real schedd in every subset of the fixes. It needs a program that starts one:
 * `PROGRAM schedd FOLDER PORT` and `PROGRAM stop FOLDER`, with FIX_27894=0 and so on in its environment.
 */
interface Options {
  readonly revision: Revision;
  readonly fixes: readonly string[];
}

const program = new Command('live-real')
  .argument('<program>', 'starts and stops a schedd')
  .option('--revision <revision>', REVISIONS.join(', '), parseWord(REVISIONS), 'head')
  .option('--fixes <bits>', 'some subsets, as bits separated by commas', parseWords(ALL_SUBSETS), ALL_SUBSETS as never)
  .action(async (schedd: string, { revision, fixes: subsets }: Options) => {
    const predictor = new Predictor();
    let wrong = 0;
    console.log('| fixes | verdict | right | consistent | contains the true one |\n|---|---|---|---|---|');
    for (const fixes of subsets) {
      const candidate = { revision, fixes };
      const probed = await withSchedd(schedd, candidate, (target) => new Probe(target, { predictor }).run());
      const { verdict, consistent } = probed;
      const isRight = verdict === (isVulnerable(predictor, candidate) ? 'vulnerable' : 'not vulnerable');
      const isThere = consistent.some((one) => one.revision === revision && one.fixes === fixes);
      if (!isRight || !isThere) {
        wrong++;
        console.error(probeText(probed, style));
      }
      const text = consistent.map((one) => `${one.revision} ${one.fixes}`).join(', ');
      console.log(`| ${fixes} | ${verdict} | ${isRight ? 'yes' : 'NO'} | ${text} | ${isThere ? 'yes' : 'NO'} |`);
    }
    process.exitCode = wrong > 0 ? 1 : 0;
  });

await program.parseAsync();
