import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { heldClaimMachine } from '../machines/held-claim.ts';
import { lifecycleSystem } from '../machines/lifecycle-system.ts';
import { starterMachine } from '../machines/starter.ts';
import { Composition } from '../src/engine/compose.ts';
import { TableStore } from '../src/engine/table.ts';
import { verify } from '../src/engine/verdict.ts';
import { withDefinition } from '../src/mutate/edit.ts';
import type { Fields } from '../src/mutate/sites.ts';
import { substitute } from '../src/mutate/substitute.ts';
import { edited } from '../src/testing/edited.ts';
import { LIFECYCLE } from './lifecycle.ts';

interface Listed {
  readonly from: string;
  readonly to: string;
}

const LISTS = JSON.parse(readFileSync(new URL('slot-transitions.json', import.meta.url), 'utf8')) as {
  readonly documented: readonly (Listed & { readonly never?: string })[];
  readonly undocumented: readonly Listed[];
};

const spec = lifecycleSystem();
const slotMachine = spec.components[0]?.machine as AnyStateMachine;

const nameOf = (value: unknown): string =>
  Object.entries(value as Record<string, string>)
    .flat()
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('/');

const name = ({ from, to }: Listed): string => `${from} -> ${to}`;

/** The changes of the slot's state or activity that some run makes. */
function reached(): Set<string> {
  const composition = new Composition(spec, new TableStore());
  expect(verify(composition, LIFECYCLE).bounded).toBe(false);
  const { table } = composition.components[composition.indexOf('slot')] as (typeof composition.components)[number];
  const changes = [...table.used].filter(({ from, to }) => from !== to);
  return new Set(changes.map(({ from, to }) => `${nameOf(from.snapshot.value)} -> ${nameOf(to.snapshot.value)}`));
}

describe('a slot with its claim and its starter', () => {
  const measured = [...LISTS.documented.filter(({ never }) => !never), ...LISTS.undocumented].map(name);

  test('makes every measured change of state and activity, and no other', () => {
    expect([...reached()].toSorted()).toEqual([...new Set(measured)].toSorted());
  });

  test("never makes the manual's 29, nor 34 as the manual has it", () => {
    const never = LISTS.documented.filter((one) => one.never).map(name);
    expect(never).toEqual(['Backfill/Killing -> Backfill/Idle', 'Drained/Retiring -> Owner/Idle']);
    for (const change of never) expect(reached()).not.toContain(change);
  });
});

/** A machine on which a message that it does not expect is lost. The engine refuses it otherwise, before any claim can. */
const deaf = (machine: AnyStateMachine): AnyStateMachine =>
  withDefinition(machine, { ...machine.config, on: { ...machine.config.on, '*': {} } } as Fields);

/** The claims that the system violates with one of its machines edited. */
function violatedBy(original: AnyStateMachine, machine: AnyStateMachine): string[] {
  const { name: system, components } = substitute(spec, original, machine);
  const deafened = components.map((component) => ({ ...component, machine: deaf(component.machine) }));
  const { findings } = verify(new Composition({ name: system, components: deafened }, new TableStore()), LIFECYCLE);
  return findings.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property.id);
}

const toSlot = (type: string) => [{ type: 'send', params: { to: 'slot', message: { type } } }];
const toClaim = (type: string) => [{ type: 'send', params: { to: 'claim', message: { type } } }];

describe('an edited machine is caught', () => {
  test.each<[string, AnyStateMachine, AnyStateMachine, string[]]>([
    ['left as it is', starterMachine, starterMachine, []],
    [
      'a released claim frees the slot and nobody tells the claim',
      slotMachine,
      edited(slotMachine, 'claimed.busy', 'RELEASE_CLAIM', { target: '#owner.idle' }),
      ['C1', 'C2'],
    ],
    [
      'a claim does not say that it is suspended',
      heldClaimMachine,
      edited(heldClaimMachine, 'current.running', 'SUSPEND', { target: 'running' }),
      ['C1'],
    ],
    [
      'a claim is over before its starter is',
      starterMachine,
      edited(starterMachine, 'alive', 'VACATE', { target: '.vacating', actions: toClaim('STARTER_GONE') }),
      ['C2'],
    ],
    [
      'the slot goes to a claim that does not wait',
      heldClaimMachine,
      edited(heldClaimMachine, 'current.killing', 'STARTER_GONE', {
        target: 'idle',
        actions: toSlot('STARTER_GONE_CLAIM_WAITS'),
      }),
      ['C3'],
    ],
    [
      'Preempting is left for Unclaimed',
      slotMachine,
      edited(slotMachine, 'preempting.killing', 'STARTER_GONE_NO_CLAIM', { target: '#unclaimed.idle' }),
      ['C3'],
    ],
    [
      'the end of a starter that was killed is not noticed',
      starterMachine,
      edited(starterMachine, 'alive.killed', 'EXIT', { target: '#starter.none' }),
      ['C4'],
    ],
  ])('%s', (_, original, machine, ids) => {
    expect(violatedBy(original, machine)).toEqual(ids);
  });
});
