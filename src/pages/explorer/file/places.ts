import type { AnyStateNode } from 'xstate';
import { machinesOf } from '../../../checker/study/machines.ts';
import { Models } from '../../../checker/study/models.ts';
import { InputError } from '../../../files/input.ts';
import { Sources } from '../../../traces/source/locate.ts';
import type { LoadedStudy } from '../../../verify/load-study.ts';
import { type Places, transitionKey } from '../story/taken.ts';

/** Where each transition of a study's machines is written; none of those whose sources cannot be read. */
export function placesOf({ study, root }: LoadedStudy): Places {
  const sources = sourcesOf(root, study.machines);
  if (!sources) return {};
  const machines = [...machinesOf(new Models(study)).values()];
  return Object.fromEntries(
    machines.map((machine) => [
      machine.id,
      Object.fromEntries(
        nodesOf(machine.root).flatMap((node) =>
          [...node.transitions].flatMap(([event, candidates]) =>
            candidates.flatMap((_, i) => {
              const place = placeIn(sources, machine.id, node.path, event, i);
              return place ? [[transitionKey(node.path, event, i), place] as const] : [];
            }),
          ),
        ),
      ),
    ]),
  );
}

function placeIn(sources: Sources, machine: string, path: readonly string[], event: string, index: number) {
  const list = [...path.flatMap((key) => ['states', key]), 'on', event];
  const place = sources.find(machine, [...list, index]) ?? (index === 0 ? sources.find(machine, list) : null);
  return place && `${place.file}:${place.line}`;
}

/** Null where the sources are not there, or are not what can be read: the page then names no places. */
function sourcesOf(root: URL, machines: string | undefined): Sources | null {
  try {
    return new Sources(root, machines);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

const nodesOf = (node: AnyStateNode): AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodesOf)];
