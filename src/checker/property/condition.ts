import type { Composition } from '../system/compose.ts';
import type { Condition } from './property.ts';
import type { LocalState } from '../system/table/table.ts';

/** Where the components are, by number. */
export type Locals = (component: number) => LocalState;

/** A condition on a composition's states, asked once per combination of the local states that it speaks of. */
export function conditionOn(composition: Composition, { of, is }: Condition): (locals: Locals) => boolean {
  const components = of.map((name) => composition.indexOf(name));
  const known = new Map<string, boolean>();
  return (locals) => {
    const key = components.map((component) => locals(component).id).join();
    const answer = known.get(key) ?? is(...components.map((component) => locals(component).snapshot));
    known.set(key, answer);
    return answer;
  };
}
