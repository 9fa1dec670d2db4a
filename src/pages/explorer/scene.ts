import {
  FAULTS,
  fixesFromBits,
  type Path,
  PATHS,
  PEER_PATHS,
  type PeerPath,
  type Revision,
  REVISIONS,
} from '../../../machines/vocabulary.ts';
import { keepAliveModel, type Model, peerModel, rescheduleModel } from '../../htcondor/models.ts';
import { SYSTEMS as REGISTERED } from '../../htcondor/systems.ts';

/** The systems whose variants are a path and a subset of the fixes; the registered ones name theirs. */
const OF_THE_KEEP_ALIVE = ['keep-alive', 'peer', 'reschedule'] as const;

/** The systems that can be looked at, by their names. */
export const SYSTEMS: readonly string[] = [...OF_THE_KEEP_ALIVE, ...REGISTERED.map(({ name }) => name)];

/** Which variant of which system is looked at, and what its environment may do. */
export interface Scene {
  readonly system: string;
  /** A path; of a registered system one of its variants. */
  readonly path: string;
  /** Four bits, in the order 27894 27895 27896 27897. */
  readonly fixes: string;
  readonly revision: Revision;
  /** The fault classes that are on. */
  readonly faults: readonly string[];
}

/** What a system asks for. */
interface SystemParameters {
  /** Who is in it, in a few words. */
  readonly about: string;
  readonly paths: readonly Scene['path'][];
  readonly hasFixes: boolean;
  readonly hasRevision: boolean;
}

const PARAMETERS: Readonly<Record<string, SystemParameters>> = {
  'keep-alive': { about: 'network: a startd and its schedd', paths: PATHS, hasFixes: true, hasRevision: false },
  peer: { about: 'peer: a client that misbehaves', paths: PEER_PATHS, hasFixes: true, hasRevision: true },
  reschedule: { about: 'a command without payload', paths: PATHS, hasFixes: true, hasRevision: false },
  ...Object.fromEntries(
    REGISTERED.map(({ name, variants }) => [
      name,
      { about: name, paths: variants.map(({ id }) => id), hasFixes: false, hasRevision: false },
    ]),
  ),
};

/** What a system asks for; `system` is one of SYSTEMS. */
export const parametersOf = (system: string): SystemParameters => PARAMETERS[system] as SystemParameters;

/** What a registered system and its variant are about; null for the keep-alive's, which speak for themselves. */
export function sentenceOf({ system, path }: Scene): string | null {
  const registered = REGISTERED.find(({ name }) => name === system);
  const variant = registered?.variants.find(({ id }) => id === path);
  return registered ? `${registered.sentence}. ${variant?.sentence}.` : null;
}

/** The ticket's own case. */
export const TICKET: Scene = { system: 'keep-alive', path: 'auth', fixes: '0000', revision: '2011', faults: FAULTS };

/** The scene with some of its parameters changed; a path that the system does not have gives way to its first. */
export function changed(scene: Scene, change: Partial<Scene>): Scene {
  const next = { ...scene, ...change };
  const { paths } = parametersOf(next.system);
  return paths.includes(next.path) ? next : { ...next, path: paths[0] as Scene['path'] };
}

/** What tells a scene's system from the others: all but the fault classes. */
export function buildOf({ system, fixes, revision }: Scene): string {
  const { hasFixes, hasRevision } = parametersOf(system);
  return [...(hasFixes ? [fixes] : []), ...(hasRevision ? [revision] : [])].join('-');
}

/** The build that its text stands for; null if the system has no such build. */
export function readBuild(system: string, text: string): Pick<Scene, 'fixes' | 'revision'> | null {
  const [, fixes = TICKET.fixes, word = TICKET.revision] = /^([01]{4})?-?(\w.*)?$/.exec(text) ?? [];
  const revision = REVISIONS.find((known) => known === word);
  return revision && buildOf({ ...TICKET, system, fixes, revision }) === text ? { fixes, revision } : null;
}

const models = new Map<string, Model>();

/** The scene's model; the same one every time. */
export function modelOf(scene: Scene): Model {
  const key = [scene.system, scene.path, buildOf(scene)].join();
  const model = models.get(key) ?? newModel(scene);
  models.set(key, model);
  return model;
}

function newModel({ system, path, fixes: bits, revision }: Scene): Model {
  const registered = REGISTERED.find(({ name }) => name === system)?.variants.find(({ id }) => id === path);
  if (registered) return registered.model();
  const fixes = fixesFromBits(bits);
  if (system === 'peer') return peerModel({ fixes, revision, path: path as PeerPath });
  const variant = { fixes, path: path as Path };
  return system === 'reschedule' ? rescheduleModel(variant) : keepAliveModel(variant);
}
