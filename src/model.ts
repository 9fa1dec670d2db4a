import { keepAliveSystem, rescheduleSystem, type Variant } from '../machines/system.ts';
import { PAYLOADLESS, SAFETY } from '../properties/keep-alive.ts';
import { WITNESSES } from '../properties/witnesses.ts';
import { Composition } from './engine/compose.ts';
import type { Property } from './engine/property.ts';
import { TableStore } from './engine/table.ts';

/** A composed system and what is claimed of it. */
export interface Model {
  readonly composition: Composition;
  readonly properties: readonly Property[];
}

/** All models of a process share their tables: only three of the machines see the fixes at all. */
export const TABLES = new TableStore();

export function keepAliveModel(variant: Variant, tables = TABLES): Model {
  return { composition: new Composition(keepAliveSystem(variant), tables), properties: [...SAFETY, ...WITNESSES] };
}

export function rescheduleModel(variant: Variant, tables = TABLES): Model {
  return { composition: new Composition(rescheduleSystem(variant), tables), properties: PAYLOADLESS };
}
