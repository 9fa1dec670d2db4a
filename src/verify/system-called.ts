import { InputError } from '../files/input.ts';
import { type CheckedSystem, SYSTEMS, type SystemVariant } from '../htcondor/systems.ts';

/** @throws {InputError} if there is no such system */
export function systemCalled(name: string): CheckedSystem {
  const system = SYSTEMS.find((one) => one.name === name);
  if (!system)
    throw new InputError(`there is no system '${name}': give one of ${SYSTEMS.map((one) => one.name).join(', ')}`);
  return system;
}

/** @throws {InputError} if the system has no such variant */
export function variantCalled({ name, variants }: CheckedSystem, id: string): SystemVariant {
  const variant = variants.find((one) => one.id === id);
  if (!variant)
    throw new InputError(`${name} has no variant '${id}': give one of ${variants.map((one) => one.id).join(', ')}`);
  return variant;
}
