import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a process has used, from its start to its end. */
export interface Usage {
  /** Seconds. */
  readonly wall: number;
  /** Seconds, of user and system together; null where there is no /proc. */
  readonly cpu: number | null;
  /** The most memory that it has had resident, in bytes; null where there is no /proc. */
  readonly peak: number | null;
  /** What was used by what had to be made before, once; none if nothing had to be. */
  readonly made?: Pick<Usage, 'cpu' | 'wall'>;
}

/** How often a process is looked at for its peak, in milliseconds: the kernel keeps it, so only its last growth can be missed. */
const LOOK = 10;
/** Clock ticks a second, for all that Linux shows to programs. */
const TICKS = 100;
const KILOBYTE = 1024;

/**
 * Runs a command to its end, on one core where `taskset` is installed.
 *
 * @param take is given what it writes to standard output, piece by piece
 * @param seconds after which it is told to come to its end, with SIGINT
 * @throws {Error} with what it wrote to standard error, if it fails
 */
export async function measure(
  command: readonly string[],
  take: (text: string) => void,
  { cwd, seconds }: { readonly cwd?: string; readonly seconds?: number | undefined } = {},
): Promise<Usage> {
  const [program, ...args] = [...onOneCore(), ...command] as [string, ...string[]];
  const before = cpuOfChildren();
  const started = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd !== undefined && { cwd }) });
  let peak: number | null = null;
  let complaint = '';
  const look = () => {
    peak = peakOf(child.pid) ?? peak;
  };
  const looking = setInterval(look, LOOK);
  const ending = seconds && setTimeout(() => child.kill('SIGINT'), seconds * 1000);
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearInterval(looking);
  if (ending) clearTimeout(ending);
  const wall = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${command.join(' ')} failed: ${complaint}`);
  const after = cpuOfChildren();
  return { wall, cpu: after === null || before === null ? null : after - before, peak };
}

/** The seconds that all children which have ended have used so far. */
function cpuOfChildren(): number | null {
  const stat = readProc('/proc/self/stat');
  if (stat === null) return null;
  // The name, which may contain anything, ends with the last bracket; cutime and cstime are fields 16 and 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

function peakOf(pid: number | undefined): number | null {
  const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * KILOBYTE;
}

function readProc(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

let pinned: readonly string[] | undefined;

/** The command that keeps another to one core: the first that this process may use. */
export function onOneCore(): readonly string[] {
  const core = /^Cpus_allowed_list:\s*(\d+)/m.exec(readProc('/proc/self/status') ?? '')?.[1];
  pinned ??= core !== undefined && isInstalled('taskset') ? ['taskset', '-c', core] : [];
  return pinned;
}

/** Whether a program can be run. */
export const isInstalled = (program: string): boolean => versionOf(program) !== null;

/** What a program says of its version, in a line; null if it can't be run. */
export function versionOf(program: string): string | null {
  const { error, stdout } = spawnSync(program, ['-V'], { encoding: 'utf8' });
  return error ? null : (stdout.split('\n')[0] ?? '');
}
