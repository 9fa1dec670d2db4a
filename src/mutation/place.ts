import { type Place, Sources } from '../traces/source/locate.ts';
import type { StateActionSite, TransitionSite } from './sites.ts';

let sources: Sources | null = null;

/** Where the element that a mutant changes is written. */
export function placeOf(machine: string, site: TransitionSite | StateActionSite): Place {
  sources ??= new Sources();
  if ('transition' in site) return sources.transition(machine, site.path, site.event, site.index);
  return sources.part(machine, [...site.path.flatMap((key) => ['states', key]), site.list]);
}
