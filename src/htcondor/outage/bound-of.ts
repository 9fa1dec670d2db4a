import type { Scale } from '../../../properties/outages/outage-bounds.ts';
import { choicesIn, type Situation } from '../../../properties/outages/situations.ts';
import type { Models } from '../../checker/study/models.ts';
import { findBound, type FoundBound } from '../../verify/bounds.ts';

/** How long an outage may last before it can do harm, in seconds. */
export function boundOf(models: Models, situation: Situation, scale: Scale): FoundBound {
  const { system, property } = situation;
  const longest = situation.longest(scale);
  const choices = choicesIn(situation, scale, longest);
  return findBound(models, { system, property, axis: 'longest', longest, unit: scale.unit, choices });
}
