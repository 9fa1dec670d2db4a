import { type Exhibit, GALLERY, type GalleryEntry } from '../../../properties/gallery.ts';
import { replayLive } from '../../checker/replay/live-actors.ts';
import { type Trace, traceOf } from '../../checker/replay/trace.ts';
import { verify } from '../../checker/verify.ts';
import { InputError } from '../../files/input.ts';
import type { Model } from '../../checker/study/models.ts';
import { rowWith } from '../../checker/study/rows.ts';
import { MODELS } from '../own-study.ts';
import { type Line, logLines } from '../../traces/story/lines.ts';

/** What the search says of one build; plain data, the same every time. */
export interface ExhibitResult {
  readonly name: string;
  readonly verdict: string;
  readonly expected: string;
  readonly states: number;
  /** The daemons' log lines in the shortest run that violates the property; none where it holds. */
  readonly lines: readonly Line[];
}

export interface EntryResult extends Omit<GalleryEntry, 'before' | 'after' | 'remains'> {
  readonly sentence: string;
  readonly before: readonly ExhibitResult[];
  readonly after: readonly ExhibitResult[];
  /** What is violated all the same after the repair. */
  readonly remains: readonly (ExhibitResult & { readonly property: string; readonly sentence: string })[];
  readonly asExpected: boolean;
}

/** @throws {InputError} if there is no such entry */
export function entryCalled(id: string): GalleryEntry {
  const entry = GALLERY.find((one) => one.id === id);
  if (!entry) throw new InputError(`there is no entry '${id}': give one of ${GALLERY.map((one) => one.id).join(', ')}`);
  return entry;
}

/** Which commits brought the defect and which repaired it, in which functions, as a sentence. */
export function originOf(
  { broughtBy, repairedBy, functions }: Pick<GalleryEntry, 'broughtBy' | 'repairedBy' | 'functions'>,
  quoted: (name: string) => string = (name) => name,
): string {
  const list = (names: readonly string[]) => names.map(quoted).join(', ');
  const brought = broughtBy.length > 0 ? [`introduced by ${list(broughtBy)}`] : [];
  const repaired = repairedBy.length > 0 ? `repaired by ${list(repairedBy)}` : 'not repaired to this day';
  const text = `${[...brought, repaired].join(', ')}, in ${list(functions)}.`;
  return text[0]?.toUpperCase() + text.slice(1);
}

/** Searches every build of an entry; each counterexample has been replayed through live actors. */
export function exhibit(entry: GalleryEntry): EntryResult {
  const before = entry.before.map((one) => search(one, entry.property));
  const after = entry.after.map((one) => search(one, entry.property));
  const remains = (entry.remains ?? []).map((one) => ({
    ...search(one, one.property),
    property: one.property,
    sentence: sentenceOf(one.property, [one]),
  }));
  const asExpected = [...before, ...after, ...remains].every(({ verdict, expected }) => verdict === expected);
  return { ...entry, sentence: sentenceOf(entry.property, entry.before), before, after, remains, asExpected };
}

/** The shortest run that violates the property in a build, and the model that it is a run of; null if there is none. */
export function counterexample(shown: Exhibit, property: string): { model: Model; trace: Trace } | null {
  const model = modelOf(shown);
  const { run } = findingOf(model, property);
  return run ? { model, trace: traceOf(model.composition, run) } : null;
}

function search(shown: Exhibit, property: string): ExhibitResult {
  const { name, expected } = shown;
  const model = modelOf(shown);
  const { verdict, run, states } = findingOf(model, property);
  const trace = traceOf(model.composition, run ?? []);
  const difference = replayLive(model.composition, trace);
  if (difference) throw new Error(`the tables and the live actors disagree: ${difference}`);
  const found = run ? `${verdict} ${run.length}` : verdict;
  return { name, verdict: found, expected, states, lines: logLines(model.composition, trace) };
}

function findingOf({ composition, properties }: Model, property: string) {
  const wanted = properties.filter(({ id }) => id === property);
  const { findings, states } = verify(composition, wanted);
  const [finding] = findings;
  if (!finding) throw new InputError(`${composition.spec.name} has no property '${property}'`);
  return { ...finding, states };
}

function sentenceOf(property: string, exhibits: readonly Exhibit[]): string {
  const models = exhibits.map(modelOf);
  return models.flatMap(({ properties }) => properties).find(({ id }) => id === property)?.sentence ?? '';
}

const modelOf = ({ system, choices }: Exhibit): Model => MODELS.model(rowWith(MODELS.entry({ system }), choices));
