import type { Measured, Report } from '../report.ts';

/** What a method might say of a system of seven states. */
export const report = (changes: Partial<Report> = {}): Report => ({
  states: 7,
  transitions: 12,
  steps: null,
  deadEnds: 1,
  verdicts: { S1: 'holds', S2: 'violated' },
  bound: null,
  memory: 70,
  ...changes,
});

/** A report with what it took. */
export const measured = (cpu: number, changes: Partial<Report> = {}): Measured => ({
  report: report(changes),
  usage: { wall: cpu + 1, cpu, peak: 2 ** 20 },
});
