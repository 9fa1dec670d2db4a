import { InputError } from '../files/input.ts';
import { type Place, Sources } from '../traces/source/locate.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import type { StateActionSite, TransitionSite } from './sites.ts';

/** Where the elements that mutants change are written, as far as that can be told from the sources of a study's machines. */
export class Places {
  readonly #sources: Sources | null;

  constructor({ study, root }: LoadedStudy) {
    this.#sources = orNull(() => new Sources(root, study.machines));
  }

  /** Null if the machine, or this part of it, is not written out as a literal there. */
  of(machine: string, site: TransitionSite | StateActionSite): Place | null {
    const sources = this.#sources;
    if (!sources) return null;
    return orNull(() => {
      if ('transition' in site) return sources.transition(machine, site.path, site.event, site.index);
      return sources.part(machine, [...site.path.flatMap((key) => ['states', key]), site.list]);
    });
  }
}

function orNull<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
