import { createMachine, fromPromise } from 'xstate';
import { compareSystems } from '../compare/compare.ts';
import { inState, takes } from '../property/patterns.ts';
import type { Check, PropertySpec } from '../property/property.ts';
import { explore } from '../search/explore.ts';
import { channel } from '../system/channel.ts';
import { type ComponentSpec, Composition, type SystemSpec } from '../system/compose.ts';
import { TableStore } from '../system/table/table.ts';
import { type VerifyOptions, verify } from '../verify.ts';
import { component, compose, graph, system } from './machines.ts';

/** What is tried, and what the error says. */
export type Refusal = readonly [what: string, tried: () => unknown, says: RegExp];

/** The light of a crossing: red, green, and red again. */
const light = graph('light', 'red-GO->green', 'green-STOP->red');
export const one = (more: object = {}): ComponentSpec => component('one', light, ['GO', 'STOP'], more);
const composing =
  (more: object, ...others: readonly object[]) =>
  () =>
    compose(one(more), ...(others as ComponentSpec[]));
const composingAs = (more: object) => () =>
  new Composition({ ...system(one(), component('two', light)), ...more } as SystemSpec, new TableStore());
const verifying =
  (stating: readonly object[], options: object = {}) =>
  () =>
    verify(compose(one()), stating as PropertySpec[], options as VerifyOptions);
const stating = (check: object, more: object = {}) => verifying([{ id: 'P', checks: [check as Check], ...more }]);

const what = takes('one', 'GO');
export const property = { id: 'P', checks: [{ kind: 'never', what }] };
export const loading = createMachine({
  id: 'm',
  invoke: { src: 'load', id: 'x' },
}).provide({ actors: { load: fromPromise(() => Promise.resolve(1)) } as never });

/** Every refusal of a key that is not known, or of a form that would be taken for another one. */
export const REFUSED_KEYS: readonly Refusal[] = [
  [
    'a key of a channel',
    () => channel({ name: 'van', to: 'one', losy: true } as never),
    /^van: a channel has no 'losy'; it has .*did you mean 'lossy'\?/,
  ],
  [
    'a key of a component',
    composing({ enviroment: [] }),
    /^one: a component has no 'enviroment'; it has name, .*; did you mean 'environment'\?$/,
  ],
  ['a component without a name', composing({ name: undefined }), /^test: component 1 has no name; give it name: /],
  [
    'a component without a machine',
    composing({ machine: undefined }),
    /^one: the component has no machine; give it machine: /,
  ],
  [
    'a machine that is none',
    composing({ machine: {} }),
    /^one: the component has a machine that XState did not make; give it machine: /,
  ],
  [
    'what becomes of lost messages',
    composing({ unhandled: 'dorp' }),
    /^one: 'unhandled' is 'dorp'; it must be report or drop; did you mean 'drop'\?$/,
  ],
  [
    'an event without its brackets',
    composing({ environment: [{ type: 'GO' }] }),
    /^one: an entry of its environment has no 'type'; it has event, fault$/,
  ],
  [
    'a key of an event',
    composing({ environment: [{ event: { type: 'GO' }, faults: 'loss' }] }),
    /^one: an entry of its environment has no 'faults'; it has event, fault; did you mean 'fault'\?$/,
  ],
  [
    'an environment that is no list',
    composing({ environment: { type: 'GO' } }),
    /^one: 'environment' must be a list: /,
  ],
  [
    'a key of an outcome',
    composing({ machine: loading, outcomes: { x: [{ done: 1, falut: 'f' }] } }),
    /^one: an outcome of 'x' has no 'falut'; it has done, error, event, fault; did you mean 'fault'\?$/,
  ],
  [
    'outcomes that are no list',
    composing({ machine: loading, outcomes: { x: { done: 1 } } }),
    /^one: the outcomes of 'x' must be a list: /,
  ],
  [
    'an event that is only a name',
    composing({ environment: ['GO'] }),
    /^one: an entry of its environment is 'GO'; it must be \{ event/,
  ],
  [
    'an event that is null',
    composing({ environment: [null] }),
    /^one: an entry of its environment is null; it must be \{ event/,
  ],
  [
    'a fault that is no text',
    composing({ environment: [{ event: { type: 'GO' }, fault: 3 }] }),
    /^one: the fault of .* is 3; it must be a text$/,
  ],
  [
    'ports that are a text',
    composing({ ports: 'two' }),
    /^one: 'ports' is 'two'; it must be \{ port: 'a component' \}$/,
  ],
  ['a port that is no text', composing({ ports: { two: 3 } }), /^one: 'two' of 'ports' is 3; it must be a text$/],
  [
    'labels that are a list',
    composing({ labels: ['x'] }),
    /^one: 'labels' is a list; it must be \{ placeholder: 'a text' \}$/,
  ],
  ['a process that is no text', composing({ process: 3 }), /^one: 'process' is 3; it must be a text$/],
  [
    'outcomes without a name',
    composing({ outcomes: [{ done: 1 }] }),
    /^one: 'outcomes' is a list; it must be \{ 'a child'/,
  ],
  [
    'an outcome that is only a name',
    composing({ machine: loading, outcomes: { x: ['done'] } }),
    /^one: an outcome of 'x' is 'done'; it must be \{ done: … \}/,
  ],
  [
    'two outcomes in one',
    composing({ machine: loading, outcomes: { x: [{ done: 1, error: 2 }] } }),
    /^one: an outcome of 'x' is both done and error; list them as two outcomes$/,
  ],
  [
    'a component above itself',
    composing({ parent: 'one' }),
    /^test: the parent of one, whose parent is one: a component cannot be above itself$/,
  ],
  ['actions to ignore that are no list', composing({ ignores: 'beep' }), /^one: 'ignores' must be a list: /],
  [
    'a key of a system',
    composingAs({ symmetry: [['one', 'two']] }),
    /^test: a system has no 'symmetry'; it has name, components, symmetric, ring; did you mean 'symmetric'\?$/,
  ],
  [
    'members in a flat list',
    composingAs({ symmetric: ['one', 'two'] }),
    /^test: 'symmetric' must be a list of lists of members: symmetric: \[\['a', 'b'\]\]$/,
  ],
  ['a ring in a flat list', composingAs({ ring: ['one', 'two'] }), /^test: 'ring' must be a list of lists/],
  ['a system without a name', composingAs({ name: undefined }), /^a system has no name; give it/],
  ['components that are no list', composingAs({ components: {} }), /^test: its components must be a list: /],
  [
    'a key of a property',
    stating({ kind: 'never', what }, { sentense: 'No' }),
    /^property P: it has no 'sentense'; it has id, .*; did you mean 'sentence'\?$/,
  ],
  [
    'a key of a check',
    stating({ kind: 'onlyAfter', what, after: [], forgett: what }),
    /^property P: a check of the kind onlyAfter has no 'forgett'; .*; did you mean 'forget'\?$/,
  ],
  [
    'a check that is no list',
    verifying([{ id: 'P', checks: property.checks[0] }]),
    /^property P: its checks must be a list: checks: \[\{ kind/,
  ],
  [
    'a check in place of its list',
    verifying([{ id: 'P', kind: 'never', what }]),
    /^property P: its checks must be a list/,
  ],
  ['a check that is none', stating(null as never), /^property P: a check is null; it must be \{ kind, … \}$/],
  [
    'a property that is none',
    verifying([property, null as never]),
    /^property 2 is not a property; it must be \{ id, checks \}$/,
  ],
  [
    'a kind of check',
    stating({ kind: 'onlyafter', what }),
    /^property P: 'onlyafter' is not a kind of check; .*; did you mean 'onlyAfter'\?$/,
  ],
  [
    'a key of a condition',
    stating({ kind: 'always', what: { ...inState('one', 'red'), off: [] } }),
    /^property P: 'what' of the check always has no 'off'; it has component, of, is; did you mean 'of'\?$/,
  ],
  [
    'a key of a fair action',
    stating({ kind: 'leadsTo', from: what, to: what, fair: [{ name: 'go', is: () => true, storng: true }] }),
    /^property P: 'fair' of the check leadsTo has no 'storng'; it has name, is, strong; did you mean 'strong'\?$/,
  ],
  ['properties that are no list', verifying(property as never), /^what is stated of a system must be a list: /],
  ['no properties', verifying(undefined as never), /^what is stated of a system must be a list: /],
  [
    'a pattern that answers later',
    stating({ kind: 'never', what: (async () => false) as never }),
    /^property P: 'what' of the check never answers with a promise; it must say at once, and not be async$/,
  ],
  [
    'a condition that answers later',
    stating({ kind: 'always', what: { of: ['one'], is: (async () => false) as never } }),
    /^property P: 'what\.is' of the check always answers with a promise/,
  ],
  ['two properties of one id', verifying([property, property]), /^property P: two properties have this id/],
  [
    'an id that is reserved',
    verifying([{ ...property, id: 'unhandled' }]),
    /^property unhandled: lost messages are called so; give it another id$/,
  ],
  ['a property without an id', verifying([{ checks: property.checks }]), /^property 1 has no id; give it id: /],
  [
    'an option of a search',
    verifying([property], { maxState: 1 }),
    /^a search has no 'maxState'; it has faults, maxStates, .*; did you mean 'maxStates'\?$/,
  ],
  [
    'an option of an exploration',
    () => explore(compose(one()), [], { maxState: 1 } as never),
    /^a search has no 'maxState'/,
  ],
  [
    'an engine',
    verifying([property], { engine: 'bitmpa' }),
    /^the option 'engine' of a search is 'bitmpa'; it must be bitmap or table or grouped; did you mean 'bitmap'\?$/,
  ],
  [
    'what a search does with lost messages',
    verifying([property], { unhandled: 'drop' }),
    /^the option 'unhandled' of a search is 'drop'; it must be report or refuse$/,
  ],
  [
    'faults that are no list',
    verifying([property], { faults: 'loss' }),
    /^the option 'faults' of a search must be a list: /,
  ],
  [
    'a bound that is no number',
    verifying([property], { maxStates: '10' }),
    /^the option 'maxStates' of a search is 10; it must be a number above 0$/,
  ],
  [
    'an option of a comparison',
    () => compareSystems(compose(one()), compose(one()), { strickt: true } as never),
    /^a comparison has no 'strickt'; it has faults, strict; did you mean 'strict'\?$/,
  ],
];
