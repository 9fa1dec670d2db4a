import { isWitness } from '../../../checker/verify.ts';
import { Claim } from './claim.tsx';
import { Judged } from './judged.tsx';
import { Menu } from './menu.tsx';
import type { Explorer } from './hooks/use-explorer.ts';
import { useFindings } from './hooks/use-findings.ts';

/** Every property of the system: what is known of it in this variant, and what the run has shown of it so far. */
export function Claims({ view, model, judgements, act }: Explorer) {
  const known = useFindings(view.scene);
  const claim = (property: (typeof model.properties)[number]) => (
    <Claim
      key={property.id}
      property={property}
      known={typeof known === 'string' ? known : known.find(({ id }) => id === property.id)}
      step={judgements.find((judgement) => judgement.property === property)?.step ?? null}
      onJump={(run) => act({ do: 'load', run })}
    />
  );
  const witnesses = model.properties.filter(isWitness);
  return (
    <section class="claims" aria-label="What is claimed">
      <ul class="chips">{model.properties.filter((property) => !isWitness(property)).map(claim)}</ul>
      {witnesses.length > 0 && (
        <Menu label={`${witnesses.length} witnesses`}>
          <ul class="witnesses">{witnesses.map(claim)}</ul>
        </Menu>
      )}
      <Judged judgements={judgements} />
    </section>
  );
}
