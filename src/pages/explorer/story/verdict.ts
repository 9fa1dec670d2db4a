import type { Property } from '../../../checker/property/property.ts';
import { isWitness } from '../../../checker/verify.ts';
import type { Finding } from '../findings.ts';

/** What a property is called where there is little room. */
export const nameOf = ({ name, sentence }: Property): string => name ?? sentence;

/** What is so where a property is violated. */
export const violationOf = (property: Property): string => property.violation ?? `violated: ${nameOf(property)}`;

/** The property that the page speaks of first: that of the study's story, or else the first that is violated, or the first. */
export function leadingOf(
  properties: readonly Property[],
  findings: readonly Finding[],
  story?: string,
): Property | null {
  const stated = properties.filter((property) => !isWitness(property));
  const violated = new Set(findings.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id));
  return stated.find(({ id }) => id === story) ?? stated.find(({ id }) => violated.has(id)) ?? stated[0] ?? null;
}

/** What a search says of a property, as a sentence without its full stop. */
export function verdictText(property: Property, finding: Finding | undefined): string {
  if (finding?.verdict === 'violated')
    return property.violation === undefined
      ? `${nameOf(property)}: violated in ${stepsText(finding)}`
      : `${property.violation}, in ${stepsText(finding)}`;
  if (finding?.verdict === 'holds') return `${nameOf(property)}: true in every reachable state`;
  return nameOf(property);
}

/** How long a run is, and what it does for ever. */
export function stepsText({ run, cycle }: Finding): string {
  const steps = (run?.length ?? 0) - (cycle ?? 0);
  const text = steps === 1 ? '1 step' : `${steps} steps`;
  if (cycle === null) return text;
  return `${text}, then ${cycle === 0 ? 'nothing need ever happen' : `${cycle} again and again`}`;
}
