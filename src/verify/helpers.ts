import { Worker } from 'node:worker_threads';
import * as chunk from '../checker/parallel/chunk.ts';
import type { Crew, Helper, Slot } from '../checker/parallel/crew.ts';

/** What a helper knows from its start. */
export interface HelperData {
  readonly slots: readonly Slot[];
  /** Room for the text of what it has failed of. */
  readonly failure: Uint8Array;
}

const FAILURE_LENGTH = 256;

/** So many threads that help a search; null for a search that is to stay on its own. */
export const crewOf = (
  size: number,
  least?: Crew['least'],
  module = new URL('./helper.js', import.meta.url),
): Crew | null =>
  size < 2
    ? null
    : { isShared: true, ...(least && { least }), start: () => Array.from({ length: size }, () => started(module)) };

function started(module: URL): Helper {
  const slots = [0, 1].map(() => ({
    control: new Int32Array(new SharedArrayBuffer(4 * chunk.SLOT_LENGTH)),
    out: new Int32Array(new SharedArrayBuffer(4 * chunk.OUT_LENGTH)),
  }));
  const failure = new Uint8Array(new SharedArrayBuffer(FAILURE_LENGTH));
  const worker = new Worker(module, { workerData: { slots, failure } satisfies HelperData });
  // Whoever waits for it finds out that it has ended.
  worker.on('error', () => {});
  worker.unref();
  return {
    slots,
    tell: (view) => worker.postMessage(view),
    failure: () => new TextDecoder().decode(failure.slice()).replaceAll('\0', ''),
    end: () => {
      for (const { control } of slots) {
        Atomics.store(control, chunk.STATE, chunk.END);
        Atomics.notify(control, chunk.STATE);
      }
      void worker.terminate();
    },
  };
}
