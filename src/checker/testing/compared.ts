import { Composition } from '../system/compose.ts';
import { TableStore } from '../system/table/table.ts';
import type { Findings } from '../verify.ts';
import { checksOf, type SystemPlan, systemOf } from './random-system.ts';

/** What a search says, in a form that can be compared. */
export const shown = ({ findings, ...counts }: Findings) => ({
  ...counts,
  findings: findings.map(({ property, verdict, run, cycle }) => ({
    id: property.id,
    verdict,
    run: run?.map(({ index }) => index) ?? null,
    cycle: cycle?.map(({ index }) => index) ?? null,
  })),
});

/** A system of machines and tables of its own. */
export const stated = (plan: SystemPlan) => ({
  composition: new Composition(systemOf(plan), new TableStore()),
  properties: checksOf(plan).map((check, i) => ({ id: `${i}`, checks: [check] })),
});
