import { ModelError } from '../errors.ts';
import { checkKeys, checkList, checkOneOf, checkRecord, checkText, isRecord, type Keys } from './known.ts';
import { checkListed } from './check-listed.ts';
import { checkNames } from './check-names.ts';
import { isMachine } from '../system/pure-transition.ts';
import type { ComponentSpec, EnvironmentEvent, SystemSpec } from '../system/spec.ts';

const SYSTEM: Keys<SystemSpec> = { name: true, components: true, symmetric: true, ring: true };

const COMPONENT: Keys<ComponentSpec> = {
  name: true,
  machine: true,
  input: true,
  environment: true,
  ports: true,
  process: true,
  group: true,
  labels: true,
  parent: true,
  spawnedBy: true,
  outcomes: true,
  ignores: true,
  unhandled: true,
};

const EVENT: Keys<EnvironmentEvent> = { event: true, fault: true };
const RESULTS = { done: true, error: true, event: true };
const OUTCOME = { ...RESULTS, fault: true };

/**
 * Whether a system is written as it must be: nothing misspelt is left out in silence.
 *
 * @throws {ModelError} that names the component and the word
 */
export function checkSpec(spec: SystemSpec): void {
  if (typeof spec?.name !== 'string') throw new ModelError("a system has no name; give it name: 'a name'");
  const { components, name } = spec;
  checkKeys(`${name}: a system`, spec, SYSTEM);
  if (!Array.isArray(components))
    throw new ModelError(`${name}: its components must be a list: [{ name, machine }, …]`);
  components.forEach((component, i) => checkComponent(name, component, i));
  for (const kind of ['symmetric', 'ring'] as const) checkMembers(name, kind, spec[kind]);
}

function checkComponent(system: string, component: ComponentSpec, i: number): void {
  if (!isRecord(component) || typeof component.name !== 'string' || component.name === '') {
    throw new ModelError(`${system}: component ${i + 1} has no name; give it name: 'a name'`);
  }
  const { environment, ignores, machine, name, outcomes = {}, unhandled } = component;
  checkKeys(`${name}: a component`, component, COMPONENT);
  if (!isMachine(machine)) {
    const what = machine === undefined ? 'has no machine' : 'has a machine that XState did not make';
    throw new ModelError(`${name}: the component ${what}; give it machine: createMachine({ … })`);
  }
  checkOneOf(`${name}: 'unhandled'`, unhandled, ['report', 'drop']);
  checkList(`${name}: 'ignores'`, ignores, "['an action', …]");
  checkList(`${name}: 'environment'`, environment, "[{ event: { type: 'GO' } }, …]");
  for (const one of environment ?? []) {
    checkRecord(`${name}: an entry of its environment`, one, "{ event: { type: 'GO' } }");
    checkKeys(`${name}: an entry of its environment`, one, EVENT);
    checkText(`${name}: the fault of an entry of its environment`, one.fault);
    if (/^xstate\.(init|stop)$/.test(String(one.event?.type))) {
      throw new ModelError(
        `${name}: its environment has the event ${one.event.type}, by which XState itself starts or stops an actor; call it otherwise`,
      );
    }
  }
  checkRecord(`${name}: 'outcomes'`, outcomes, "{ 'a child': [{ done: … }] }");
  for (const [id, some] of Object.entries(outcomes)) {
    checkList(`${name}: the outcomes of '${id}'`, some, '[{ done: … }, { error: … }]');
    for (const one of some ?? []) checkOutcome(`${name}: an outcome of '${id}'`, one);
  }
  for (const key of ['process', 'group', 'parent', 'spawnedBy'] as const)
    checkText(`${name}: '${key}'`, component[key]);
  for (const [key, like] of [
    ['ports', "{ port: 'a component' }"],
    ['labels', "{ placeholder: 'a text' }"],
  ] as const) {
    const texts = component[key] ?? {};
    checkRecord(`${name}: '${key}'`, texts, like);
    for (const [one, text] of Object.entries(texts)) checkText(`${name}: '${one}' of '${key}'`, text);
  }
  checkListed(component);
  checkNames(component);
}

/** A second outcome beside the first would be left out in silence. */
function checkOutcome(what: string, outcome: object): void {
  checkRecord(what, outcome, '{ done: … }, { error: … } or { event: { type: … } }');
  const given = Object.keys(RESULTS).filter((key) => key in outcome);
  if (given.length > 0) checkKeys(what, outcome, OUTCOME);
  if (given.length > 1) throw new ModelError(`${what} is both ${given.join(' and ')}; list them as two outcomes`);
  checkText(`the fault of ${what}`, (outcome as { fault?: unknown }).fault);
}

const isMember = (member: unknown): boolean =>
  typeof member === 'string' || (Array.isArray(member) && member.every((one) => typeof one === 'string'));

/** A flat list would be taken for sets whose members are the letters of names. */
function checkMembers(system: string, kind: 'symmetric' | 'ring', sets: SystemSpec['symmetric']): void {
  const like = `a list of lists of members: ${kind}: [['a', 'b']]`;
  if (sets === undefined) return;
  const isSets = Array.isArray(sets) && sets.every((members) => Array.isArray(members) && members.every(isMember));
  if (!isSets) throw new ModelError(`${system}: '${kind}' must be ${like}`);
}
