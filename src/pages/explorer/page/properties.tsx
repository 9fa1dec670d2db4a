import { isWitness } from '../../../checker/verify.ts';
import { Judged } from './judged.tsx';
import { Menu } from './controls/menu.tsx';
import { PropertyChip } from './property-chip.tsx';
import type { Explorer } from './hooks/use-explorer.ts';
import { useFindings } from './hooks/use-findings.ts';

/** Every property of the system: what is known of it in this variant, and what the run has shown of it so far. */
export function Properties({ scenes, view, model, judgements, act }: Explorer) {
  const known = useFindings(scenes, view.scene);
  const chip = (property: (typeof model.properties)[number]) => (
    <PropertyChip
      key={property.id}
      property={property}
      known={typeof known === 'string' ? known : known.find(({ id }) => id === property.id)}
      step={judgements.find((judgement) => judgement.property === property)?.step ?? null}
      onJump={(run) => act({ do: 'load', run })}
    />
  );
  const witnesses = model.properties.filter(isWitness);
  return (
    <section class="properties" aria-label="Properties">
      <ul class="chips">{model.properties.filter((property) => !isWitness(property)).map(chip)}</ul>
      {witnesses.length > 0 && (
        <Menu label={witnesses.length === 1 ? '1 witness' : `${witnesses.length} witnesses`}>
          <ul class="witnesses">{witnesses.map(chip)}</ul>
        </Menu>
      )}
      <Judged judgements={judgements} />
    </section>
  );
}
