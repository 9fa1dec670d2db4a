import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { heldClaimMachine } from '../../machines/startd/held-claim.ts';
import { releaseClaimMachine } from '../../machines/environment/release-claim.ts';
import { starterMachine } from '../../machines/starter/starter.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import { verify } from '../../src/checker/verify.ts';
import { modelOf } from '../../src/testing/models.ts';
import { withDefinition } from '../../src/mutation/edit.ts';
import type { Fields } from '../../src/mutation/sites.ts';
import { substitute } from '../../src/mutation/substitute.ts';
import { logLines } from '../../src/traces/story/lines.ts';
import { edited } from '../../src/testing/edited.ts';
import { WAYS, WAYS_OUT } from './ways-out.ts';
import { sampled } from '../../src/testing/sampled.ts';

interface Listed {
  readonly from: string;
  readonly to: string;
}

const LISTS = JSON.parse(readFileSync(new URL('../slot-transitions.json', import.meta.url), 'utf8')) as {
  readonly documented: readonly (Listed & { readonly never?: string })[];
  readonly undocumented: readonly Listed[];
  readonly bySource: readonly Listed[];
};

const { composition, properties } = modelOf('lifecycle', { alives: 'starter' });
const { spec } = composition;

/** The machine of a component as this system has it, with what it does to its neighbours. */
const machineOf = (name: string): AnyStateMachine => {
  const component = spec.components.find((one) => one.name === name);
  if (!component) throw new Error(`no component is called ${name}`);
  return component.machine;
};

/** Without the witnesses, which an edited machine need not reach. */
const claims = properties.filter(({ checks }) => checks.every(({ kind }) => kind !== 'sometimes'));

const slot = machineOf('slot');
const claim = machineOf('claim');
const record = machineOf('matchRecord');

const nameOf = (value: unknown): string =>
  Object.entries(value as Record<string, string>)
    .flat()
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('/');

const name = ({ from, to }: Listed): string => `${from} -> ${to}`;

/** The changes of the slot's state or activity that some run makes. */
function reached(): ReadonlySet<string> {
  if (found) return found;
  const fresh = new Composition(spec, new TableStore());
  expect(verify(fresh, []).bounded).toBe(false);
  const { table } = fresh.components[fresh.indexOf('slot')] as (typeof fresh.components)[number];
  const changes = [...table.used].filter(({ from, to }) => from !== to && to.snapshot.value !== 'gone');
  found = new Set(changes.map(({ from, to }) => `${nameOf(from.snapshot.value)} -> ${nameOf(to.snapshot.value)}`));
  return found;
}

let found: ReadonlySet<string> | undefined;

describe('a slot with its claim and its starter', () => {
  const measured = [...LISTS.documented.filter(({ never }) => !never), ...LISTS.undocumented].map(name);

  test('makes every measured change of state and activity, and no other but those of the source', () => {
    const bySource = LISTS.bySource.map(name);
    const changes = reached();
    expect(measured.filter((change) => !changes.has(change))).toEqual([]);
    expect([...changes].filter((change) => ![...measured, ...bySource].includes(change))).toEqual([]);
  });

  test("never makes the manual's 29, nor 34 as the manual has it", () => {
    const never = LISTS.documented.filter((one) => one.never).map(name);
    expect(never).toEqual(['Backfill/Killing -> Backfill/Idle']);
    for (const change of never) expect(reached()).not.toContain(change);
  });
});

/** A machine on which a message that it does not expect is lost. The engine refuses it otherwise, before any claim can. */
function deaf(machine: AnyStateMachine): AnyStateMachine {
  const deafened =
    DEAF.get(machine) ??
    withDefinition(machine, { ...machine.config, on: { ...machine.config.on, '*': {} } } as Fields);
  DEAF.set(machine, deafened);
  return deafened;
}

/** The edited systems differ in one machine each, and have the others and their tables in common. */
const DEAF = new Map<AnyStateMachine, AnyStateMachine>();
const TABLES = new TableStore();

/** The claims that the system violates with one of its machines edited. */
function violatedBy(original: AnyStateMachine, machine: AnyStateMachine): string[] {
  const { name: system, components } = substitute(spec, original, machine);
  const deafened = components.map((component) => ({ ...component, machine: deaf(component.machine) }));
  const { findings } = verify(new Composition({ name: system, components: deafened }, TABLES), claims);
  return findings.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property.id);
}

const send = (to: string, type: string) => ({ type: 'send', params: { to, message: { type } } });

/** What is edited, the machine, the edited one, and what is violated then. */
type Edit = [what: string, AnyStateMachine, AnyStateMachine, string[]];

describe('an edited machine is caught', () => {
  const edits: Edit[] = [
    ['left as it is', starterMachine, starterMachine, ['K3']],
    [
      'a released claim frees the slot and nobody tells the claim',
      slot,
      edited(slot, 'claimed.busy', 'RELEASE_CLAIM', { target: '#owner.idle' }),
      ['C1', 'C2', 'C5', 'C8', 'A7', 'K3'],
    ],
    [
      'a claim does not say that it is suspended',
      heldClaimMachine,
      edited(heldClaimMachine, 'current.claimed.active.running', 'SUSPEND', { target: 'running' }),
      ['C1', 'C8', 'K3'],
    ],
    [
      'a claim is over before its starter is',
      starterMachine,
      edited(starterMachine, 'alive', 'VACATE', { target: '.vacating', actions: [send('heldClaim', 'STARTER_GONE')] }),
      ['C2', 'K3'],
    ],
    [
      'the slot goes to a claim that does not wait',
      heldClaimMachine,
      edited(heldClaimMachine, 'current.ending.killing', 'STARTER_GONE', {
        target: '#heldClaim.current.claimed',
        actions: [send('slot', 'STARTER_GONE_CLAIM_WAITS')],
      }),
      ['C3', 'K3'],
    ],
    [
      'Preempting is left for Unclaimed',
      slot,
      edited(slot, 'preempting.killing', 'STARTER_GONE_NO_CLAIM', { target: '#unclaimed.idle' }),
      ['C3', 'K3'],
    ],
    [
      'the end of a starter that was killed is not noticed',
      starterMachine,
      edited(starterMachine, 'alive.killed', 'EXIT', { target: '#starter.none' }),
      ['C4', 'C5', 'C8', 'A4', 'K3'],
    ],
    [
      'a lease expires, and nobody tells the slot',
      claim,
      edited(claim, 'lifecycle.claimed', 'LEASE_EXPIRED', { target: 'leaseExpired' }),
      ['C5', 'K3'],
    ],
    [
      'the job is done, and the claim is not told',
      starterMachine,
      edited(starterMachine, 'alive', 'EXIT', { target: 'none', actions: [send('heldClaim', 'STARTER_GONE')] }),
      ['C5', 'A4', 'K3'],
    ],
    [
      'the socket of an ALIVE in flight outlives its claim',
      claim,
      edited(claim, 'keepAlive', 'DELETE', { guard: 'holdsSock' }),
      ['C6', 'K3'],
    ],
    [
      'a claim runs on where a better match waits',
      heldClaimMachine,
      edited(heldClaimMachine, 'current.claimed.active.retiring', 'EVAL_POLICY', {
        actions: [send('slot', 'PREEMPTING_CLAIM_GONE')],
      }),
      ['C7', 'K3'],
    ],
    [
      'a starter is not told that its job goes on',
      heldClaimMachine,
      edited(heldClaimMachine, 'current.claimed.active', 'RUN', { target: '.running' }),
      ['C8', 'K3'],
    ],
    [
      'a claim that was refused is still offered',
      heldClaimMachine,
      edited(heldClaimMachine, 'id.requested', 'REFUSE', {
        target: 'offered',
        actions: [send('schedd', 'STARTD_REFUSED')],
      }),
      ['A6', 'K3'],
    ],
    [
      'a RELEASE_CLAIM that has come is still on its way',
      releaseClaimMachine,
      edited(releaseClaimMachine, 'underWay', 'ARRIVES', { actions: [send('reader', 'RELEASE_CLAIM')] }),
      ['A7', 'K3'],
    ],
    [
      'an ALIVE is sent while another is connecting',
      claim,
      edited(claim, 'keepAlive.connecting', 'ALIVE_TIMER', {
        target: 'connecting',
        actions: [{ type: 'dprintf', params: { text: '{slot}: Sending alive to schedd {peer}...' } }],
      }),
      ['K1', 'K3'],
    ],
    [
      'a claim that was disowned is vacated once more',
      claim,
      edited(claim, 'lifecycle.disowned', 'DELETE', { target: 'vacated' }),
      ['K2', 'K3'],
    ],
    [
      'a late reply is not taken for a claim whose lease timer is gone',
      claim,
      edited(claim, 'lease.off', 'RENEWED', null),
      [],
    ],
    [
      'the schedd releases a claim, and keeps its record',
      record,
      edited(record, 'present', 'DELETE_MATCH_RECORD', { actions: 'releaseClaim' }),
      ['A1', 'K3'],
    ],
    [
      'a RELEASE_CLAIM that has come is not taken to the handler',
      releaseClaimMachine,
      edited(releaseClaimMachine, 'underWay', 'ARRIVES', { target: 'arrived' }),
      ['A2', 'K3'],
    ],
    [
      'a record whose shadow runs never expires',
      record,
      edited(record, 'present.matches.M_ACTIVE', 'CHECK_CLAIM_LEASES', null),
      ['A3', 'K3'],
    ],
    [
      'the alive timer of an idle claim is never set',
      claim,
      edited(claim, 'keepAlive.off', 'REQUEST_CLAIM', null),
      ['A4'],
    ],
    [
      'a record that is there is not found',
      record,
      edited(record, 'present.matches', 'LOOK_UP', { actions: [send('sender', 'NOT_FOUND')] }),
      ['A5'],
    ],
  ];

  test.each(sampled(edits, 6))('by the properties that it violates: %s', (_, original, machine, ids) => {
    expect(violatedBy(original, machine)).toEqual(ids);
  });
});

describe('the late reply to an ALIVE of a claim that is dying', () => {
  test('renews its lease at HEAD: nothing that the slot does depends on it', () => {
    const k3 = properties.filter(({ id }) => id === 'K3');
    const trace = traceOf(composition, verify(composition, k3).findings[0]?.run ?? []);
    expect(trace.at(-1)?.choice.event.type).toBe('SELECT');
    expect(
      logLines(composition, trace)
        .map(({ text }) => text)
        .slice(-4),
    ).toEqual([
      'slot1: State change: claim lease expired (condor_schedd gone?), evicting claim',
      'Calling Handler <Alive to schedd <>> (3)',
      'slot1: Received Alive response of 300 from schedd <> job 1.0',
      'slot1: Keep alive for ClaimId <>#1318946760#1#... job 1.0 sent to schedd',
    ]);
  });
});

describe('every way out of a claim', () => {
  const { findings } = verify(composition, WAYS_OUT);

  test.each(WAYS.map((way, i) => ({ ...way, run: findings[i]?.run ?? [] })))(
    '$event in $from is taken, and logs $line',
    ({ run, line }) => {
      expect(run).not.toEqual([]);
      const texts = logLines(composition, traceOf(composition, run)).map(({ text }) => text.replace('slot1: ', ''));
      expect(texts).toContain(line);
    },
  );
});
