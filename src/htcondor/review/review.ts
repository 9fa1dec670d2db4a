import { LIMITS } from '../../../properties/review/assumptions.ts';
import { TITLE } from '../../../properties/review/decision.ts';
import { fourFixes, loss, recommendation, stated } from './chapters/answer.ts';
import { gallery } from './chapters/gallery.ts';
import { glance } from './chapters/glance.ts';
import { open } from './chapters/open.ts';
import { sequences } from './chapters/sequences.ts';
import { systems } from './chapters/systems.ts';
import { tests } from './chapters/tests.ts';
import { traceability } from './chapters/traceability.ts';
import { limitsChapter, verdicts } from './chapters/verdicts.ts';
import { APPENDIX } from './charts.ts';
import type { Appendix, Chapter, Review } from './content.ts';
import { agreement, glossary, realLogs, reproduce, statecharts } from './evidence.ts';
import { toHtml } from './html.ts';
import { MAIN, toMarkdown } from './markdown.ts';
import { alternatives, assumptions } from './searched.ts';
import { repository, status } from './status.ts';

/** The chapters of the appendix, a file each: by name what it is about, and what makes it. */
const APPENDICES: readonly (readonly [file: string, about: string, make: () => Chapter | Promise<Chapter>])[] = [
  ['glossary', "HTCondor's terms, and the states of the machines that stand for them", glossary],
  ['assumptions', 'each assumption, and what is violated without it', assumptions],
  ['verdicts', 'every subset on every path, the network and any peer, with the numbers of states', verdicts],
  ['further-systems', 'outages, restarts, deadlines, slots and whole lives of claims', systems],
  ['sequence-charts', 'the shortest run of each violation and each witness', sequences],
  ['statecharts', 'each machine as it is written', statecharts],
  ['agreement', 'measurements of real daemons, compared with the machines', agreement],
  ['real-logs', "the ticket's logs and those of a real pool, explained", realLogs],
  ['gallery', 'further defects of the same code, each before and after its repair', gallery],
  ['alternatives', 'other repairs, each refuted by a run', alternatives],
  ['traceability', 'from each sentence of the ticket to its evidence, and back', traceability],
  ['coverage', 'which mutants of the machines are killed, and by what; what no run reaches', tests],
  ['limits', 'what the verdicts do not cover', () => limitsChapter(LIMITS)],
  ['reproduce', 'the commands, the versions, the hashes of the files', reproduce],
];

async function appendices(told: (chapter: string) => void): Promise<Appendix[]> {
  const made: Appendix[] = [];
  for (const [file, about, make] of APPENDICES) {
    told(file);
    made.push({ file, about, ...(await make()) });
  }
  return made;
}

/**
 * The design review as files, by their paths: the same bytes from the same sources.
 *
 * @param told is told which chapter comes next: some take seconds
 */
export async function reviewFiles(told: (chapter: string) => void = () => {}): Promise<Map<string, string>> {
  const review: Review = {
    title: TITLE,
    subtitle: 'A generated design review. To review a change, read the diff of this page.',
    main: [recommendation(), loss(), fourFixes(), stated(), open(), glance(), status()],
    appendix: await appendices(told),
  };
  return new Map([...toMarkdown(review), ['review.html', toHtml(review, repository())]]);
}

const chaptersOf = (text: string) =>
  new Map(
    text
      .split(/^(?=##? |<section |<details class="appendix")/m)
      .map((part) => [
        /<h2[^>]*>(.*?)<\/h2>|^##? (.*)$/m.exec(part)?.slice(1).find(Boolean) ?? 'the text before the chapters',
        part,
      ]),
  );

/** The chapters in which a file differs from what it should be. */
export function staleChapters(was: string, is: string): string[] {
  const [old, now] = [chaptersOf(was), chaptersOf(is)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((title) => old.get(title) !== now.get(title));
}

/** Whether a file is one that a review may have been written to: what a chapter leaves behind that is no more. */
export const isOfReview = (path: string): boolean =>
  path === MAIN || (path.startsWith(`${APPENDIX}/`) && /\.(md|svg)$/.test(path));
