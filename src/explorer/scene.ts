import { PEER_PATHS, type PeerPath } from '../../machines/system.ts';
import { FAULTS, fixesFromBits, PATHS, type Path, REVISIONS, type Revision } from '../../machines/vocabulary.ts';
import { keepAliveModel, type Model, peerModel, replyModel, rescheduleModel } from '../model.ts';

/** The systems that can be looked at, by their names. */
export const SYSTEMS = ['keep-alive', 'peer', 'reschedule', 'reply'] as const;
export type SystemName = (typeof SYSTEMS)[number];

/** Which variant of which system is looked at, and what its environment may do. */
export interface Scene {
  readonly system: SystemName;
  readonly path: Path | PeerPath;
  /** Four bits, in the order 27894 27895 27896 27897. */
  readonly fixes: string;
  readonly revision: Revision;
  /** The fault classes that are on. */
  readonly faults: readonly string[];
}

/** What a system asks for. */
interface SystemParameters {
  readonly paths: readonly Scene['path'][];
  readonly hasFixes: boolean;
  readonly hasRevision: boolean;
}

export const PARAMETERS: Readonly<Record<SystemName, SystemParameters>> = {
  'keep-alive': { paths: PATHS, hasFixes: true, hasRevision: false },
  peer: { paths: PEER_PATHS, hasFixes: true, hasRevision: true },
  reschedule: { paths: PATHS, hasFixes: true, hasRevision: false },
  reply: { paths: PATHS, hasFixes: false, hasRevision: true },
};

/** The ticket's own case. */
export const TICKET: Scene = { system: 'keep-alive', path: 'auth', fixes: '0000', revision: '2011', faults: FAULTS };

/** The scene with some of its parameters changed; a path that the system does not have gives way to its first. */
export function changed(scene: Scene, change: Partial<Scene>): Scene {
  const next = { ...scene, ...change };
  const { paths } = PARAMETERS[next.system];
  return paths.includes(next.path) ? next : { ...next, path: paths[0] as Scene['path'] };
}

/** What tells a scene's system from the others: all but the fault classes. */
export function buildOf({ system, fixes, revision }: Scene): string {
  const { hasFixes, hasRevision } = PARAMETERS[system];
  return [...(hasFixes ? [fixes] : []), ...(hasRevision ? [revision] : [])].join('-');
}

/** The build that its text stands for; null if the system has no such build. */
export function readBuild(system: SystemName, text: string): Pick<Scene, 'fixes' | 'revision'> | null {
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
  const fixes = fixesFromBits(bits);
  if (system === 'peer') return peerModel({ fixes, revision, path: path as PeerPath });
  if (system === 'reply') return replyModel({ revision, path: path as Path });
  const variant = { fixes, path: path as Path };
  return system === 'reschedule' ? rescheduleModel(variant) : keepAliveModel(variant);
}
