import { setImmediate } from 'node:timers/promises';
import { EXIT } from '../parse.ts';

const leave = () => process.exit(EXIT.interrupted);

/** From now on Ctrl-C ends the process with the exit code that says so, as soon as this thread is free. */
export const leaveAtCtrlC = () => void process.on('SIGINT', leave);

/** From now on it does what another listener says, which listens already: a signal that waits for this thread to be free goes to that one. */
export const leaveCtrlCToOthers = () => void process.off('SIGINT', leave);

/**
 * From now on it ends the process at once. A signal that came while this thread was busy is taken first: it would be lost with its last listener.
 * What has come is looked for between one turn of the event loop and the next.
 */
export async function dieOfCtrlC(): Promise<void> {
  await setImmediate();
  await setImmediate();
  process.off('SIGINT', leave);
}
