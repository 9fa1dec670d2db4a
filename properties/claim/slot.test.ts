import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, type AnyStateNode, createMachine } from 'xstate';
import { slotMachine } from '../../machines/startd/slot.ts';
import { slotSystem } from '../../machines/systems/slot.ts';
import { slotSteps } from '../../src/htcondor/conform/slot/steps.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { verify } from '../../src/checker/verify.ts';
import { SLOT } from './slot.ts';
import { CAUSES, SLOT_CHANGES } from './slot-causes.ts';

interface Listed {
  readonly from: string;
  readonly to: string;
}

interface Numbered extends Listed {
  readonly number: number;
  readonly never?: string;
}

const LISTS = JSON.parse(readFileSync(new URL('../slot-transitions.json', import.meta.url), 'utf8')) as {
  readonly documented: readonly Numbered[];
  readonly undocumented: readonly (Listed & { readonly source: string })[];
  readonly bySource: readonly (Listed & { readonly source: string })[];
  readonly takenBackTo: readonly string[];
};

const LISTED = [...LISTS.documented.filter(({ never }) => !never), ...LISTS.undocumented, ...LISTS.bySource];

const name = ({ from, to }: Listed): string => `${from} -> ${to}`;
const steps = slotSteps().filter(({ takenBack }) => !takenBack);
const has = new Set(steps.map(name));

/** How the machine describes each of its steps. */
const descriptions = new Map<string, string[]>();
const labelOf = ({ path: [state = '', activity = ''] }: AnyStateNode) =>
  [state, activity].map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('/');
for (const state of Object.values(slotMachine.root.states)) {
  for (const activity of Object.values(state.states)) {
    for (const { target, description } of [...activity.transitions.values()].flat()) {
      if (!target) continue;
      const key = name({ from: labelOf(activity), to: labelOf(target[0] as AnyStateNode) });
      descriptions.set(key, [...(descriptions.get(key) ?? []), description ?? '']);
    }
  }
}

describe("the slot's machine", () => {
  test("has every one of the manual's 37 numbers", () => {
    expect([...new Set(LISTS.documented.map(({ number }) => number))]).toEqual(
      Array.from({ length: 37 }, (_, i) => i + 1),
    );
  });

  test.each(LISTS.documented.filter(({ never }) => !never))('has $number, $from -> $to, by its number', (one) => {
    expect(has).toContain(name(one));
    for (const description of descriptions.get(name(one)) ?? []) {
      expect(description).toMatch(new RegExp(`^${one.number}\\. `));
    }
  });

  test.each(LISTS.documented.filter(({ never }) => never))('has no $number, $from -> $to: $never', (one) => {
    expect(has).not.toContain(name(one));
  });

  test.each([...LISTS.undocumented, ...LISTS.bySource])(
    'has $from -> $to, as undocumented, by its source $source',
    (one) => {
      const [file = ''] = one.source.split(' ');
      for (const description of descriptions.get(name(one)) ?? ['there is none']) {
        expect(description).toMatch(/^Undocumented: /);
        expect(description).toContain(file);
      }
    },
  );

  test('changes by the causes that are stated of just these', () => {
    const listed = LISTED.map(name);
    expect(Object.keys(CAUSES).toSorted()).toEqual([...new Set(listed)].toSorted());
  });

  test('takes a claim back at once from Claimed/Idle to where the slot was, and its owner has the slot then', () => {
    const back = slotSteps().filter(({ takenBack }) => takenBack);
    expect(back.map(({ from }) => from)).toEqual(back.map(() => 'Claimed/Idle'));
    expect(back.map(({ to }) => to).toSorted()).toEqual(LISTS.takenBackTo.toSorted());
    expect(back.map(({ lines }) => lines)).toEqual(back.map(({ to }) => [`State change: {cause} reverting to ${to}`]));
    const elsewhere = LISTS.takenBackTo.filter((from) => from !== 'Owner/Idle');
    expect(elsewhere.filter((from) => !has.has(name({ from, to: 'Owner/Idle' })))).toEqual([]);
  });

  test('has no step that is in neither list', () => {
    const listed = new Set(LISTED.map(name));
    expect([...has].filter((step) => !listed.has(step))).toEqual([]);
    expect(has.size).toBe(listed.size);
  });
});

type Edit = (states: Record<string, { states: Record<string, { on: Record<string, unknown> }> }>) => void;

/** The claims that a slot violates whose machine has been edited. */
function violatedBy(edit: Edit): string[] {
  const config = structuredClone(slotMachine.config);
  edit(config.states as unknown as Parameters<Edit>[0]);
  const machine: AnyStateMachine = createMachine(config as never, slotMachine.implementations as never);
  const { name: system, components } = slotSystem();
  const edited = components.map((component) => ({ ...component, machine }));
  const { findings } = verify(new Composition({ name: system, components: edited }, new TableStore()), [
    ...SLOT,
    ...SLOT_CHANGES,
  ]);
  return findings.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property.id);
}

describe('an edited machine is caught', () => {
  const on = (states: Parameters<Edit>[0], state: string, activity: string) =>
    states[state]?.states[activity]?.on as Record<string, unknown>;

  test.each<[string, Edit, string[]]>([
    ['left as it is', () => {}, []],
    [
      'Preempting is left for Unclaimed',
      (states) => (on(states, 'preempting', 'killing')['STARTER_GONE_NO_CLAIM'] = '#unclaimed.idle'),
      ['P1', 'P5'],
    ],
    [
      'a disowned claim frees the slot immediately',
      (states) => (on(states, 'claimed', 'busy')['DISOWNED'] = '#owner.idle'),
      ['P2', 'P5'],
    ],
    [
      '29 as the manual has it',
      (states) => (on(states, 'backfill', 'killing')['BACKFILL_GONE_OWNER'] = 'idle'),
      ['P3', 'P5'],
    ],
    [
      'a slot retires where it should be suspended',
      (states) => (on(states, 'claimed', 'busy')['SUSPEND'] = 'retiring'),
      ['P5'],
    ],
    [
      'nothing leads out of Preempting/Killing',
      (states) => {
        delete on(states, 'preempting', 'killing')['STARTER_GONE_NO_CLAIM'];
        delete on(states, 'preempting', 'killing')['STARTER_GONE_CLAIM_WAITS'];
      },
      ['P4'],
    ],
  ])('by the properties that it violates: %s', (_, edit, ids) => {
    expect(violatedBy(edit)).toEqual(ids);
  });
});
