import { isWitness } from '../../../../checker/verify.ts';
import { leadingOf } from '../../story/verdict.ts';
import type { Explorer } from '../hooks/use-explorer.ts';
import type { Known } from '../hooks/use-findings.ts';
import { Fixes } from './fixes.tsx';
import { How } from './how.tsx';
import { JustHappened } from './just-happened.tsx';

/** What the step means that was taken last; of a run that violates something, how it comes to that and what would stop it. */
export function Card({ known, ...explorer }: Explorer & { readonly known: Known }) {
  const { scenes, view, whole, tried } = explorer;
  const violated = whole.judgements.filter(({ property }) => !isWitness(property));
  const leading = leadingOf(
    violated.map(({ property }) => property),
    [],
    scenes.study.story?.property,
  );
  const hit = violated.find(({ property }) => property === leading) ?? null;
  const fixes = (hit !== null || tried !== null) && <Fixes {...explorer} known={known} property={leading} />;
  return (
    <>
      {tried && fixes}
      {view.at > 0 && <JustHappened {...explorer} />}
      {hit && hit.step > 0 && <How {...explorer} step={hit.step} />}
      {!tried && fixes}
    </>
  );
}
