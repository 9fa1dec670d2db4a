import { EXIT } from '../parse.ts';

const leave = () => process.exit(EXIT.interrupted);

/** From now on Ctrl-C ends the process with the exit code that says so, as soon as this thread is free. */
export const leaveAtCtrlC = () => void process.on('SIGINT', leave);

/** From now on it ends the process at once, or does what the command says. */
export const dieOfCtrlC = () => void process.off('SIGINT', leave);
