import type { PropertySpec } from '../property/property.ts';
import { defineStudy, defineSystem } from '../study/define.ts';
import { Models } from '../study/models.ts';
import { rowsOf } from '../study/rows.ts';
import type { StudyDefinition } from '../study/study.ts';
import { system } from './machines.ts';
import { loading, one, property, type Refusal } from './refused-words.ts';

const search = () => ({ spec: system(one()), properties: [property as PropertySpec] });
const entry = (more: object) => () => defineSystem({ name: 'crossing', search, ...more });
const crossing = (more: object = {}) => entry(more)();
const study = (more: object) => () =>
  defineStudy({ name: 'Lights', systems: [crossing()], ...more } as StudyDefinition);
const story = (more: object) => study({ story: { system: 'crossing', property: 'P', ...more } });
/** The systems of a study as the tools compose them. */
const modelled = (more: object, searched: object) => () => {
  const models = new Models(study({ systems: [crossing({ search: () => searched })], faults: ['loss'], ...more })());
  return rowsOf(models.study.systems[0] as never).map((row) => models.model(row));
};
const faulty = (more: object) => modelled({}, { ...search(), spec: system(one(more)) });

/** Every refusal of a word of a study, and of what it would leave out in silence. */
export const REFUSED_STUDIES: readonly Refusal[] = [
  ['a key of a study', study({ fauls: ['loss'] }), /^Lights: a study has no 'fauls'; .*; did you mean 'faults'\?$/],
  [
    'a folder of a study',
    study({ recrods: 'records/' }),
    /^Lights: a study has no 'recrods'; .*; did you mean 'records'\?$/,
  ],
  ['a study without a name', study({ name: undefined }), /^a study has no name; give it/],
  ['systems that are no list', study({ systems: undefined }), /^Lights: 'systems' must be a list: /],
  [
    'a key of a telling',
    study({ tells: [{ when: () => true, says: 'It goes', sais: '' }] }),
    /^Lights: tells\[0\] has no 'sais'; it has when, says; did you mean 'says'\?$/,
  ],
  [
    'a key of an alias',
    study({ aliases: { who: { about: '', system: {} } } }),
    /^Lights: the alias 'who' has no 'system'; it has about, systems; did you mean 'systems'\?$/,
  ],
  [
    'a key of a carrier',
    study({ carriers: [{ machines: 'wire' }] }),
    /^Lights: carriers\[0\] has no 'machines'; it has machine, read; did you mean 'machine'\?$/,
  ],
  ['a key of a story', story({ choises: {} }), /^Lights: its story has no 'choises'; .*; did you mean 'choices'\?$/],
  [
    'a key of a mark',
    story({ picture: { name: 'p', title: '', sentence: '', marks: [{ property: 'P', texts: '' }] } }),
    /^Lights: a mark of its story has no 'texts'; .*; did you mean 'text'\?$/,
  ],
  [
    'a key of a picture',
    story({ picture: { name: 'p', titel: '' } }),
    /^Lights: the picture of its story has no 'titel'; .*; did you mean 'title'\?$/,
  ],
  [
    'the property of a story',
    story({ property: 'P1' }),
    /^Lights: its story is about the property 'P1'; crossing has P, unhandled; did you mean 'P'\?$/,
  ],
  [
    'the property of a mark',
    story({ picture: { name: 'p', title: '', sentence: '', marks: [{ property: 'S3', text: '', why: '' }] } }),
    /^Lights: its story is about the property 'S3'; crossing has P, unhandled$/,
  ],
  [
    'the component of a story',
    story({ component: 'oen' }),
    /^Lights: its story is about the component 'oen'; crossing has one; did you mean 'one'\?$/,
  ],
  [
    'a key of a system of a study',
    entry({ axis: {} }),
    /^crossing: a system of a study has no 'axis'; .*; did you mean 'axes'\?$/,
  ],
  [
    'when a system is searched',
    entry({ searched: 'alnoe' }),
    /^crossing: 'searched' is 'alnoe'; it must be alone or beside; did you mean 'alone'\?$/,
  ],
  ['a system of a study without a search', entry({ search: undefined }), /^crossing: its search must be a function: /],
  ['a system of a study without a name', entry({ name: undefined }), /^a system of a study has no name; give it/],
  [
    'a key of an axis',
    entry({ axes: { fix: { about: '', valeus: [true] } } }),
    /^crossing: the axis 'fix' has no 'valeus'; .*; did you mean 'values'\?$/,
  ],
  [
    'an axis without values',
    entry({ axes: { fix: { about: '', values: [] } } }),
    /^crossing: the axis 'fix' has no values, so there would be nothing to search; /,
  ],
  [
    'an axis without switches',
    entry({ axes: { fix: { about: '', switches: {} } } }),
    /^crossing: the axis 'fix' has no switches; /,
  ],
  [
    'an open axis without a default',
    entry({ axes: { fix: { about: '', open: 'count' } } }),
    /^crossing: the axis 'fix' has no default; /,
  ],
  [
    'a kind of open axis',
    entry({ axes: { fix: { about: '', open: 'counts', default: 1 } } }),
    /^crossing: the axis 'fix': 'open' is 'counts'; it must be count or seconds; did you mean 'count'\?$/,
  ],
  [
    'the meaning of a value',
    entry({ axes: { fix: { about: '', values: ['old', 'new'], means: { odl: '' } } } }),
    /^crossing: the axis 'fix': what its values mean has no 'odl'; it has old, new; did you mean 'old'\?$/,
  ],
  [
    'an axis of the rows',
    entry({ axes: { fix: { about: '', values: [true] } }, rows: ['fxi'] }),
    /^crossing: its rows name 'fxi'; its axes are fix; did you mean 'fix'\?$/,
  ],
  [
    'a key of a case',
    entry({ cases: [{ id: 'a', choises: {} }] }),
    /^crossing: the case a has no 'choises'; .*; did you mean 'choices'\?$/,
  ],
  [
    'a search without properties',
    modelled({}, { spec: system(one()) }),
    /^crossing: what is searched must be \{ spec, properties: /,
  ],
  [
    'a property that is none',
    modelled({}, { ...search(), properties: [property, null] }),
    /^crossing: property 2 is not a property; it must be \{ id, checks \}$/,
  ],
  [
    'a component that is none',
    modelled({}, { ...search(), spec: system(one(), undefined as never) }),
    /^test: component 2 has no name; give it name: /,
  ],
  [
    'a key of what is searched',
    modelled({}, { ...search(), units: 1 }),
    /^crossing: what its search gives has no 'units'; .*; did you mean 'unit'\?$/,
  ],
  [
    'a key of copies',
    modelled({}, { ...search(), copies: { cuont: 2 } }),
    /^crossing: its copies has no 'cuont'; .*; did you mean 'count'\?$/,
  ],
  [
    'a fault of an event that the study leaves out',
    faulty({ environment: [{ event: { type: 'GO' }, fault: 'los' }] }),
    /^test: the event GO of one is of the fault class 'los', which the study does not list; its faults are loss; did you mean 'loss'\?$/,
  ],
  [
    'a fault of an outcome that the study leaves out',
    faulty({ machine: loading, outcomes: { x: [{ done: 1, fault: 'slow' }] } }),
    /^test: an outcome of 'x' of one is of the fault class 'slow', which the study does not list; its faults are loss$/,
  ],
];
