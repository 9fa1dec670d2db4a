import { encodeCommand, encodePolicyQuestion, type WirePath } from '../../../../machines/condor-io/alive-message.ts';
import { InputError } from '../../../files/input.ts';
import { SECOND } from '../../conform/schedule.ts';
import { REAL_TIME, type Time } from '../time.ts';
import { refusalIn, valueOf } from './answers.ts';
import { carryOut, type Sight } from './client.ts';
import { foreignText } from './foreign.ts';
import { Predictor } from './predict.ts';
import { control, type ProbeSchedule, schedulesFor, TRIED } from './schedules.ts';
import { type Target, targetText } from './target.ts';
import { type Conclusion, conclude, type Evidence, isDefect } from './verdict.ts';

/** How a path was answered that was tried with a message that needs no claim id. */
export interface PathTried {
  readonly path: WirePath;
  /** null if the schedd lets the client in, else why not. */
  readonly refused: string | null;
}

export interface Probed extends Conclusion {
  readonly paths: readonly PathTried[];
  readonly evidence: readonly Evidence[];
}

export interface ProbeOptions {
  /** Instead of its own schedules. */
  readonly schedules?: readonly ProbeSchedule[];
  /** How often each is carried out, spread over the second. */
  readonly runs?: number;
  /** What the model says of a schedd that knows certain claim ids; without it, of one that knows none of those sent. */
  readonly predictor?: Predictor;
  readonly told?: (text: string) => void;
  /** The wall clock, if not given. */
  readonly time?: Time;
  /** Given what has been seen so far, after each connection: whoever ends the probe early keeps it. */
  readonly seen?: (evidence: readonly Evidence[]) => void;
}

/** So often it looks at the most. */
export const ROUNDS = 3;

/** So long two connections lie apart at least. */
const PAUSE = 0.35 * SECOND;

/** Asks a schedd, one connection at a time, whether it has the ticket's defect. */
export class Probe {
  readonly #target: Target;
  readonly #options: ProbeOptions;
  readonly #predictor: Predictor;
  readonly #time: Time;
  /** The session that a schedd has given. */
  #sid: string | null = null;
  #mayConnectAt = 0;
  /** Something has come of it. */
  #hasSpoken = false;

  constructor(target: Target, options: ProbeOptions = {}) {
    this.#target = target;
    this.#options = options;
    this.#predictor = options.predictor ?? new Predictor();
    this.#time = options.time ?? REAL_TIME;
  }

  /** @throws {InputError} if there is no schedd */
  async run(): Promise<Probed> {
    const controls: Evidence[] = [];
    const paths: PathTried[] = [];
    for (const path of this.#wanted()) {
      const tried = await this.#try(path);
      paths.push({ path, refused: typeof tried === 'string' ? tried : null });
      if (typeof tried !== 'string') controls.push(tried);
    }
    const demand = this.#hasSpoken ? null : await this.#demand();
    const admitted = paths.filter(({ refused }) => refused === null).map(({ path }) => path);
    const letIn = admitted.includes('raw-1msg') ? [...admitted, 'raw-2msg' as const] : admitted;
    if (letIn.length === 0) {
      const refusals = demand ?? refusalsText(paths);
      const reason = `it cannot be probed without a session: ${refusals}`;
      return { verdict: 'cannot tell', reason, consistent: [], paths, evidence: [] };
    }
    const schedules = this.#schedules(letIn);
    const again = control(admitted[0] as WirePath);
    for (let round = 1; ; round++) {
      const evidence: Evidence[] = [];
      for (const schedule of schedules) {
        evidence.push(await this.#evidence(schedule));
        this.#options.seen?.(evidence);
      }
      controls.push(await this.#evidence(again));
      const conclusion = conclude(this.#predictor, evidence, controls);
      // On a busy machine a step may have been late: what no schedd shows is looked at again.
      const isOdd = conclusion.verdict === 'cannot tell' && conclusion.consistent.length === 0;
      if (!isOdd || round === ROUNDS) return { ...conclusion, paths, evidence };
    }
  }

  /** The paths to try; a session must be there before it is resumed. */
  #wanted(): readonly WirePath[] {
    const { schedules } = this.#options;
    if (!schedules) return TRIED;
    const wanted = new Set(schedules.map(({ path }) => path));
    if (wanted.has('raw-2msg')) wanted.add('raw-1msg');
    return TRIED.filter((path) => wanted.has(path) || (path === 'auth-new' && [...wanted].some(resumes)));
  }

  #schedules(letIn: readonly WirePath[]): ProbeSchedule[] {
    const { schedules, runs = 1 } = this.#options;
    if (!schedules) return schedulesFor(letIn);
    return schedules
      .filter(({ path }) => letIn.includes(path))
      .flatMap((one) => Array.from({ length: runs }, () => one));
  }

  /** Whether a path lets the client in: why not, or what the answer was. */
  async #try(path: WirePath): Promise<string | Evidence> {
    if (resumes(path) && this.#sid === null) return 'there is no session to resume';
    const schedule = control(path);
    const sight = await this.#carryOut(schedule);
    const refusal = refusalIn(sight.ads);
    if (path === 'auth-new' && refusal === null) this.#sid = valueOf(sight.ads[1], 'Sid') ?? null;
    if (sight.reply === -1) return this.#evidenceOf(schedule, sight);
    if (refusal !== null) return refusal;
    if (!this.#hasSpoken && sight.connection !== 'closed')
      throw this.#unusable('what listens there says nothing for 3 s');
    return sight.connection === 'closed' ? 'it closes the connection without a reply' : 'it does not answer';
  }

  /** What a schedd demands that closes without a word when a client would rather not authenticate. */
  async #demand(): Promise<string> {
    const sight = await this.#carryOut(control('auth-new'), encodePolicyQuestion());
    if (!this.#hasSpoken)
      throw this.#unusable('it closes every connection without a word: no schedd, or one that denies this host');
    return refusalIn(sight.ads) ?? 'it refuses a client that does not authenticate';
  }

  #unusable(why: string): InputError {
    return new InputError(`${targetText(this.#target)}: ${why}`);
  }

  async #evidence(schedule: ProbeSchedule): Promise<Evidence> {
    return this.#evidenceOf(schedule, await this.#carryOut(schedule));
  }

  #evidenceOf(schedule: ProbeSchedule, { reply, connection, seconds }: Sight): Evidence {
    const seen = { reply, connection };
    return { schedule, ...seen, seconds, isDefect: isDefect(this.#predictor, schedule, seen) };
  }

  async #carryOut(
    schedule: ProbeSchedule,
    command = encodeCommand(schedule.path, this.#sid ?? undefined),
  ): Promise<Sight> {
    const time = this.#time;
    if (time.now() < this.#mayConnectAt) await new Promise<void>((resolve) => time.at(this.#mayConnectAt, resolve));
    this.#mayConnectAt = time.now() + PAUSE;
    this.#options.told?.(`${schedule.path}: ${schedule.case}`);
    const sight = await carryOut({ target: this.#target, time }, schedule, command);
    const foreign = foreignText(sight);
    if (foreign !== null) throw this.#unusable(foreign);
    if (sight.bytes.length > 0) this.#hasSpoken = true;
    return sight;
  }
}

const resumes = (path: WirePath): boolean => path === 'auth-resume' || path === 'auth-resume-response';

/** How each path was refused; paths that were refused alike are told together. */
function refusalsText(paths: readonly PathTried[]): string {
  const ways = new Set(paths.map(({ refused }) => refused));
  if (ways.size === 1) return `${[...ways][0]}`;
  const pathsOf = (way: string | null) => paths.filter(({ refused }) => refused === way).map(({ path }) => path);
  return [...ways].map((way) => `${pathsOf(way).join(', ')}: ${way}`).join('; ');
}
