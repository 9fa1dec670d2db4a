import { COMMAND_DEADLINE, PAYLOAD_DEADLINE } from '../../../../machines/daemon-core/daemon-core.ts';
import { commandReadOf, RECEIVE_STARTD_ALIVE, scheddEnd } from '../../../../machines/systems/connection.ts';
import { CLIENT_READ, throughCondorRead } from '../../../../machines/systems/deadlines.ts';
import { type CommandRead, fixesFromBits, type Revision } from '../../../../machines/vocabulary.ts';
import type { ComponentSpec } from '../../../checker/index.ts';
import { DAEMON_CORE, TICKS } from './live-clock.ts';

/** What a schedd is built from; if not said, it reads the command as its revision does. */
export interface LiveBuild {
  /** Four bits. */
  readonly fixes: string;
  readonly revision: Revision;
  readonly commandRead?: CommandRead;
}

/** The machines of one connection, on clocks. */
export function liveSchedd({ fixes, revision, commandRead = commandReadOf(revision) }: LiveBuild): ComponentSpec[] {
  const build = { fixes: fixesFromBits(fixes), revision, commandRead };
  const deadlines = { command: COMMAND_DEADLINE[commandRead], payload: PAYLOAD_DEADLINE, perSecond: TICKS.daemonCore };
  const components = throughCondorRead(scheddEnd('first', build, RECEIVE_STARTD_ALIVE), CLIENT_READ, TICKS.condorRead);
  return components.map((component) =>
    component.name === DAEMON_CORE ? { ...component, input: { ...(component.input as object), deadlines } } : component,
  );
}
