import type { Carrier } from '../../checker/study/carrier.ts';
import type { Composition } from '../../checker/system/compose.ts';

/** The process that a component belongs to. */
export function processOf(composition: Composition, component: string): string {
  return composition.components[composition.indexOf(component)]?.process ?? '';
}

/**
 * The processes of a system: the speakers, and the media between them. A process whose every component is a carrier only
 * carries messages, and is a medium.
 */
export function processesOf({ components }: Composition, carriers: readonly Carrier[]) {
  const isCarrier = (id: string) => carriers.some(({ machine }) => machine === id);
  const all = [...new Set(components.map(({ process }) => process))];
  const speaks = (name: string) =>
    components.some(({ process, spec }) => process === name && !isCarrier(spec.machine.id));
  return { speakers: all.filter(speaks), media: all.filter((name) => !speaks(name)) };
}
