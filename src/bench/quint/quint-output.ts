import type { RandomRuns } from '../report.ts';

const SPEED = /\((\d+)ms at (\d+) traces\/second\)/;
const LENGTH = /average=([\d.]+)/;

/**
 * What Quint's simulator says at its end.
 *
 * @param runs how many it was asked for
 * @throws {Error} if it has not come to its end
 */
export function quintRuns(text: string, runs: number): RandomRuns {
  const violated = text.includes('[violation]');
  const [, milliseconds] = SPEED.exec(text) ?? [];
  const [, average] = LENGTH.exec(text) ?? [];
  if (milliseconds === undefined || (average === undefined && !violated))
    throw new Error(`Quint says nothing of its runs: ${text.slice(-500)}`);
  // It counts the first state, too.
  const steps = average === undefined ? 0 : Math.round(runs * (Number(average) - 1));
  return { runs, steps, seconds: Number(milliseconds) / 1000, violated };
}
