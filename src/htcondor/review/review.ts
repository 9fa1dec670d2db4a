import { LIMITS } from '../../../properties/review/assumptions.ts';
import { TITLE } from '../../../properties/review/decision.ts';
import { gallery } from './chapters/gallery.ts';
import { sequences } from './chapters/sequences.ts';
import { systems } from './chapters/systems.ts';
import { tests } from './chapters/tests.ts';
import { traceability } from './chapters/traceability.ts';
import type { Review } from './content.ts';
import { decision, limitsChapter, verdicts } from './decision.ts';
import { agreement, glossary, realLogs, reproduce, statecharts } from './evidence.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import { alternatives, assumptions } from './searched.ts';

/** The design review as files: the same bytes from the same sources. */
export async function reviewFiles(): Promise<Map<string, string>> {
  const chapters = [
    decision(),
    glossary(),
    assumptions(),
    verdicts(),
    systems(),
    sequences(),
    await statecharts(),
    agreement(),
    await realLogs(),
    gallery(),
    alternatives(),
    traceability(),
    tests(),
    limitsChapter(LIMITS),
    reproduce(),
  ];
  const review: Review = {
    title: TITLE,
    subtitle:
      'A design review, generated from the machines, the searches and the measurements: its difference is the review.',
    chapters,
  };
  return new Map([
    ['REVIEW.md', toMarkdown(review)],
    ['review.html', toHtml(review)],
  ]);
}

const chaptersOf = (text: string) =>
  new Map(
    text
      .split(/^(?=## |<section )/m)
      .map((part) => [
        /<h2[^>]*>(.*?)<\/h2>|^## (.*)$/m.exec(part)?.slice(1).find(Boolean) ?? 'what stands before the chapters',
        part,
      ]),
  );

/** The chapters in which a file differs from what it should be. */
export function staleChapters(was: string, is: string): string[] {
  const [old, now] = [chaptersOf(was), chaptersOf(is)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((title) => old.get(title) !== now.get(title));
}
