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
export function Claim({ property, known, step, onJump }: Props) {
  const finding = typeof known === 'object' ? known : null;
  const verdict = finding?.verdict ?? (known as string | undefined) ?? 'not computed';
  const run = finding?.run ?? null;
  const className = ['claim', verdict.replaceAll(' ', '-'), step === null ? '' : 'shown'].join(' ');
  const content = (
    <>
      <b>{isWitness(property) ? property.sentence : property.id}</b>{' '}
      <span>{run ? `${verdict} in ${run.length} steps` : verdict}</span>
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
