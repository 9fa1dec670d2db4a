import type { Composition } from '../../checker/system/compose.ts';
import { isNetwork } from '../../traces/messages/messages.ts';

/** The processes that speak to each other: all but the network between them. */
export function speakers({ components }: Composition): string[] {
  return [...new Set(components.map(({ process }) => process))].filter((process) => !isNetwork(process));
}
