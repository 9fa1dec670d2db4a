import { InvalidArgumentError } from 'commander';
import { ALL_SUBSETS, FIX_IDS, type FixId, fixBits, fixes } from '../../../machines/vocabulary.ts';
import { didYouMean } from '../../checker/did-you-mean.ts';

/** `none`, `all`, some of the fixes separated by commas, or four bits; as bits. */
export function parseFixes(text: string): string {
  if (ALL_SUBSETS.includes(text)) return text;
  if (text === 'none') return fixBits(fixes());
  if (text === 'all') return fixBits(fixes(...FIX_IDS));
  const unknown = text.split(',').find((id) => !FIX_IDS.includes(id as FixId));
  if (unknown === undefined) return fixBits(fixes(...(text.split(',') as FixId[])));
  throw new InvalidArgumentError(
    `'${unknown}' is not a fix: give none, all, four bits, or some of ${FIX_IDS.join(',')}${didYouMean(unknown, FIX_IDS) || '.'}`,
  );
}
