import { cpus } from 'node:os';
import { onOneCore, versionOf } from './measure.ts';

/** What the figures were measured with, in a line. */
export function machineText(): string {
  const [spin] = versionOf('spin')?.split(' -- ') ?? [];
  const core =
    onOneCore().length > 0
      ? 'each process on one core, except where several threads are measured'
      : 'processes not kept to one core (no taskset)';
  const parts = [cpus()[0]?.model, `Node ${process.versions.node}`, spin, core];
  return parts.filter((part) => part !== undefined).join(', ');
}
