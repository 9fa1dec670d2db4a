import type { ComponentSpec, SystemSpec } from '../../src/checker/index.ts';
import { NAMES, type Variant } from './connection.ts';
import { keepAliveSystem } from './keep-alive.ts';

/** The name under which a claim's part of a system with several claims is known: `slot2.matchRecord`. */
export const ofSlot = (slot: number, name: string): string => `slot${slot}.${name}`;

/** Several startds with a claim and a connection each, round one schedd with its one thread. */
export function claimsSystem(variant: Variant, claims: number): SystemSpec {
  const { name, components } = keepAliveSystem(variant, ['first']);
  const slots = Array.from({ length: claims }, (_, i) => i + 1);
  return { name, components: slots.flatMap((slot) => components.map((component) => inSlot(slot, component))) };
}

/** A component of the keep-alive as one of several; the schedd's process is common to all. */
function inSlot(slot: number, component: ComponentSpec): ComponentSpec {
  const { process = component.name } = component;
  const ports = Object.entries(component.ports ?? {}).map(([port, to]) => [port, ofSlot(slot, to as string)]);
  return {
    ...component,
    name: ofSlot(slot, component.name),
    process: process === 'schedd' ? 'schedd' : ofSlot(slot, process),
    group: `slot${slot}`,
    ports: Object.fromEntries(ports) as Record<string, string>,
    labels: { ...NAMES, slot: `slot${slot}`, job: `${slot}.0`, claim: `<>#1318946760#${slot}#...` },
  };
}
