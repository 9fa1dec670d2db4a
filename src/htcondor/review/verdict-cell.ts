import type { Cell } from './content.ts';

/** A verdict as it is on record, `violated 9`, for those who skim. A run that never ends has two lengths: `6+1`. */
export function verdictCell(verdict: string | undefined): Cell {
  if (verdict === undefined) return { text: 'not explored', tone: 'dim' };
  const [word = '', length] = verdict.split(' ');
  const text = length === undefined ? word : `${word} in ${length}`;
  if (word === 'holds') return { text: `✓ ${text}`, tone: 'good' };
  return word === 'violated' ? { text: `✗ ${text}`, tone: 'bad' } : text;
}
