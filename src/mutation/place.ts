import { InputError } from '../files/input.ts';
import { type Place, Sources } from '../traces/source/locate.ts';
import type { LoadedStudy } from '../verify/load-study.ts';
import type { StateActionSite, TransitionSite } from './sites.ts';

/** Where the elements that mutants change are written, as far as that can be told from the sources of a study's machines. */
export class Places {
  readonly #loaded: LoadedStudy;
  #sources: Sources | null = null;

  constructor(loaded: LoadedStudy) {
    this.#loaded = loaded;
  }

  /** Null if the machine, or this part of it, is not written out as a literal there. */
  of(machine: string, site: TransitionSite | StateActionSite): Place | null {
    const { study, root } = this.#loaded;
    try {
      this.#sources ??= new Sources(root, study.machines);
      if ('transition' in site) return this.#sources.candidate(machine, site.path, site.list, site.index);
      return this.#sources.part(machine, [...site.path.flatMap((key) => ['states', key]), site.list]);
    } catch (error) {
      if (error instanceof InputError) return null;
      throw error;
    }
  }
}
