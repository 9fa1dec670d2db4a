import type { Property } from '../../../../checker/property/property.ts';
import type { Finding } from '../../findings.ts';
import type { Sent } from '../../token.ts';
import { nameOf, stepsText } from '../../story/verdict.ts';

interface Props {
  readonly property: Property;
  /** What a search says of it in this variant; a word where there is no such thing yet. */
  readonly known: Finding | string | undefined;
  /** The step at which the run shows it. */
  readonly step: number | null;
  readonly onJump: (run: readonly Sent[], cycle: number | null) => void;
}

const SIGNS: Readonly<Record<string, string>> = { violated: '✗', holds: '✓', reached: '✓' };

/** A property with its verdict; where a run shows it, that run is a click away. */
export function PropertyChip({ property, known, step, onJump }: Props) {
  const finding = typeof known === 'object' ? known : null;
  const verdict = finding?.verdict ?? (known as string | undefined) ?? 'not computed';
  const run = finding?.run ?? null;
  const className = ['property', verdict.replaceAll(' ', '-'), step === null ? '' : 'shown'].join(' ');
  const content = (
    <>
      {SIGNS[verdict] && <span aria-hidden="true">{SIGNS[verdict]}</span>}
      <b>{nameOf(property)}</b>{' '}
      <span>
        {run && finding ? (
          <>
            <span class="unseen">{verdict} in </span>
            {stepsText(finding)}
          </>
        ) : (
          verdict
        )}
      </span>
    </>
  );
  return (
    <li title={`${property.id}: ${property.sentence}`}>
      {run ? (
        <button type="button" class={className} onClick={() => onJump(run, finding?.cycle ?? null)}>
          {content}
        </button>
      ) : (
        <span class={className}>{content}</span>
      )}
    </li>
  );
}
