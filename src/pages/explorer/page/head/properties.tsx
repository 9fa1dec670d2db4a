import type { ComponentChildren } from 'preact';
import type { Property } from '../../../../checker/property/property.ts';
import { isWitness, UNHANDLED } from '../../../../checker/verify.ts';
import { Menu } from '../controls/menu.tsx';
import type { Explorer } from '../hooks/use-explorer.ts';
import type { Known } from '../hooks/use-findings.ts';
import { useMedia } from '../hooks/use-media.ts';
import { PropertyChip } from './property-chip.tsx';

/** What is found of any system: nobody states it. */
const LOST: Property = {
  id: UNHANDLED,
  sentence: 'A message is lost: its receiver has no transition for it',
  source: '',
  checks: [],
};

/** Every property of the system: what is violated first, the others in menus. */
export function Properties({ known, model, judgements, act }: Explorer & { readonly known: Known }) {
  const findings = typeof known === 'string' ? [] : known;
  const chip = (property: Property) => (
    <PropertyChip
      key={property.id}
      property={property}
      known={typeof known === 'string' ? known : findings.find(({ id }) => id === property.id)}
      step={judgements.find((judgement) => judgement.property === property)?.step ?? null}
      onJump={(run, cycle) => act({ do: 'load', run, cycle })}
    />
  );
  const isViolated = ({ id }: Property) => findings.some((one) => one.id === id && one.verdict === 'violated');
  const stated = model.properties.filter((property) => !isWitness(property));
  const witnesses = model.properties.filter(isWitness);
  const violated = [...stated, LOST].filter(isViolated);
  const others = stated.filter((property) => !isViolated(property));
  const isNarrow = useMedia('(max-width: 48rem)');
  return (
    <div class="properties">
      {violated.length > 0 && !isNarrow && <ul class="chips">{violated.map(chip)}</ul>}
      {isNarrow && <Listed label={`${violated.length} violated`} items={violated.map(chip)} />}
      <Listed
        label={othersText(others.length, typeof known === 'string' ? known : null, isNarrow)}
        items={others.map(chip)}
      />
      <Listed label={count(witnesses.length, 'witness', 'witnesses')} items={witnesses.map(chip)} />
    </div>
  );
}

/** How many properties are not violated; what is known of them, where that is not a verdict. */
function othersText(n: number, unknown: string | null, isNarrow: boolean): string {
  const what = isNarrow ? String(n) : count(n, 'property', 'properties');
  return unknown === null ? `${what} ${n === 1 ? 'holds' : 'hold'}` : `${what}: ${unknown}`;
}

const count = (n: number, one: string, several: string): string => `${n} ${n === 1 ? one : several}`;

function Listed({ label, items }: { readonly label: string; readonly items: ComponentChildren[] }) {
  if (items.length === 0) return null;
  return (
    <Menu label={label}>
      <ul class="listed">{items}</ul>
    </Menu>
  );
}
