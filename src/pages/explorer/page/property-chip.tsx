import type { Property } from '../../../checker/property/property.ts';
import { isWitness } from '../../../checker/verify.ts';
import type { Finding } from '../findings.ts';

interface Props {
  readonly property: Property;
  /** What a search says of it in this variant; a word where there is no such thing yet. */
  readonly known: Finding | string | undefined;
  /** The step at which the run shows it. */
  readonly step: number | null;
  readonly onJump: (run: readonly number[]) => void;
}

/** A property with its verdict; where a run shows it, that run is a click away. */
export function PropertyChip({ property, known, step, onJump }: Props) {
  const finding = typeof known === 'object' ? known : null;
  const verdict = finding?.verdict ?? (known as string | undefined) ?? 'not computed';
  const run = finding?.run ?? null;
  const cycle = finding?.cycle ?? null;
  const className = ['property', verdict.replaceAll(' ', '-'), step === null ? '' : 'shown'].join(' ');
  const content = (
    <>
      <b>{isWitness(property) ? property.sentence : property.id}</b>{' '}
      <span>{run ? `${verdict} in ${stepsText(run.length, cycle)}` : verdict}</span>
      {!isWitness(property) && <span class="unseen">: {property.sentence}</span>}
    </>
  );
  return (
    <li title={property.sentence}>
      {run ? (
        <button type="button" class={className} onClick={() => onJump(run)}>
          {content}
        </button>
      ) : (
        <span class={className}>{content}</span>
      )}
    </li>
  );
}

/** How long a run is, and what it does for ever. */
function stepsText(steps: number, cycle: number | null): string {
  if (cycle === null) return `${steps} steps`;
  const forever = cycle === 0 ? 'nothing need ever happen' : `${cycle} again and again`;
  return `${steps - cycle} steps, then ${forever}`;
}
