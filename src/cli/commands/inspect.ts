import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import type { Model } from '../../checker/study/models.ts';
import type { Row } from '../../checker/study/system-entry.ts';
import type { Study } from '../../checker/study/study.ts';
import type { Choice, Composition } from '../../checker/system/compose.ts';
import { choiceText } from '../../checker/replay/trace.ts';
import type { Hand } from '../../pages/inspector/hand.ts';
import type { Offer } from '../../pages/inspector/offer.ts';
import type { InspectServer } from '../../pages/inspector/server.ts';
import type { Session } from '../../pages/inspector/session.ts';
import { lineWriter, requireWritable } from '../../files/output.ts';
import { lastStepStory } from '../../traces/story/story.ts';
import { dieOfCtrlC, leaveAtCtrlC } from '../process/ctrl-c.ts';
import { Chooser, confirmed, type RunOptions, withRunOptions } from '../chosen-run.ts';
import { style } from '../terminal.ts';
import { EXIT, parseCount } from '../parse.ts';

interface Options extends RunOptions {
  readonly trace?: string;
  /** True where no seed was given. */
  readonly random?: number | true;
  readonly steps: number;
  readonly byHand?: boolean;
  readonly pace: number;
  readonly offline?: boolean;
  readonly port: number;
  readonly record?: string;
  readonly serve: boolean;
}

/** The ticket's number. */
const PORT = 2563;
/** The longest of this many random schedules is shown. */
const ATTEMPTS = 300;
/** No timer waits for more than 24 days. */
const DAY_MS = 86_400_000;

export function addInspect(program: Command, { study }: { readonly study: Study }): void {
  withRunOptions(program.command('inspect'), study)
    .description("show a run of live XState actors, in Stately's inspector or on a page that needs no network")
    .option('--trace <file>', 'the run that trace --format json has written, instead of a counterexample')
    .addOption(
      new Option('--random [seed]', 'a random schedule; the seed is printed')
        .argParser(parseCount(0))
        .conflicts('trace'),
    )
    .option('--steps <n>', 'at most this many steps in a random schedule', parseCount(1), 60)
    .addOption(
      new Option('--by-hand', 'choose each step: on the page, or here by its number').conflicts(['trace', 'random']),
    )
    .option('--pace <ms>', 'how long to wait between two steps', parseCount(0, DAY_MS), 1000)
    .option('--offline', "show claimcheck's own page, even if Stately's inspector can be reached")
    .option('--port <port>', 'the port on 127.0.0.1; 0 for any free one', parseCount(0, 65535), PORT)
    .option('--record <file>', "write the inspector's events to a file, as JSON lines")
    .option('--no-serve', 'no page and no waiting: only print the log lines, and write what --record asks for')
    .addHelpText(
      'after',
      '\nThe run begins when the page is first opened. A page that is opened later shows all of it. Ctrl-C ends it.\n\nExample:\n  claimcheck inspect --property S1 --fixes none --offline\n\nExit code: 0 the run is over (with --no-serve), 130 ended by Ctrl-C, 2 invalid usage or bad input.',
    )
    .action(async (options: Options) => {
      process.stdout.on('error', leave);
      try {
        await inspect(new Chooser(study, { ...options, ...(options.trace && { replay: options.trace }) }), options);
      } finally {
        process.stdout.off('error', leave);
        await dieOfCtrlC();
      }
      process.exitCode = EXIT.asExpected;
    });
}

/** Whoever reads along may have seen enough. */
function leave({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit(EXIT.asExpected);
}

/** What is to happen, and in which system. */
interface Plan {
  readonly model: Model;
  readonly title: string;
  readonly row: Row;
  /** The choices to take; null where they are made by hand. */
  readonly run: readonly Choice[] | null;
}

async function planOf(chooser: Chooser, options: Options): Promise<Plan> {
  if (options.random !== undefined) return randomPlan(chooser, options, options.random);
  if (options.byHand) {
    const { model, row } = chooser.first();
    return { model, row, title: `By hand, with ${chooser.build(row)}.`, run: null };
  }
  const { model, row, trace, title } = chooser.run();
  return { model, row, title, run: trace?.map(({ choice }) => choice) ?? [] };
}

async function randomPlan(chooser: Chooser, { steps }: Options, random: number | true): Promise<Plan> {
  const { randomRun } = await import('../../checker/random/random-run.ts');
  const { model, row } = chooser.first();
  const seed = random === true ? Date.now() % 2 ** 31 : random;
  const { faults } = chooser;
  const run = randomRun(model.composition, { seed, steps, faults, attempts: ATTEMPTS });
  confirmed(model, run);
  return { model, row, title: `Seed ${seed}: a random schedule of ${run.length} steps.`, run };
}

async function inspect(chooser: Chooser, options: Options): Promise<void> {
  const { repairsAt } = await import('../../pages/explorer/story/repairs.ts');
  const { Hand } = await import('../../pages/inspector/hand.ts');
  const { Narrator } = await import('../../pages/inspector/narrator.ts');
  const { Session } = await import('../../pages/inspector/session.ts');
  const { model, row, title, run } = await planOf(chooser, options);
  leaveAtCtrlC();
  const hand = new Hand();
  if (options.record !== undefined) requireWritable(options.record);
  const server = options.serve ? await served(options, hand, model.composition) : null;
  const record = options.record === undefined ? null : lineWriter(options.record);
  const session = new Session(model.composition, chooser.faults, (event) => {
    record?.(JSON.stringify(event));
    server?.tell(event);
  });
  const narrator = new Narrator(model, chooser.models.study);
  const switches = repairsAt(chooser.models.entry(row), row.choices);
  server?.narrate(narrator.situation(`With ${chooser.build(row)}`, switches));
  console.log(style.bold(title));
  if (server) {
    console.log(`Open ${server.url} (Ctrl-C ends it)`);
    await server.firstViewer;
  }
  const choices = run ? paced(run, server ? options.pace : 0) : byHand(session, hand, server);
  for await (const choice of choices) {
    const trace = session.take(choice);
    server?.narrate(narrator.lastStep(trace));
    console.log(lastStepStory(chooser.shown({ ...model, trace }), style));
  }
}

async function served(
  { port, offline = false }: Options,
  hand: Hand,
  composition: Composition,
): Promise<InspectServer> {
  const { InspectServer } = await import('../../pages/inspector/server.ts');
  const { Charts } = await import('../../pages/inspector/charts.ts');
  const charts = new Charts(composition);
  const onTake = (index: number) => hand.take(index);
  const server = new InspectServer({ port, offline, onTake, chart: (actor) => charts.of(actor) });
  await server.listen();
  return server;
}

async function* paced(run: readonly Choice[], pace: number): AsyncGenerator<Choice> {
  for (const choice of run) {
    await wait(pace);
    yield choice;
  }
}

/** A line on the terminal is the number of a step; without a page, the terminal's end is the run's. */
function byHand(session: Session, hand: Hand, server: InspectServer | null): AsyncGenerator<Choice> {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => hand.takeNth(/^\d+$/.test(line) ? Number(line) : 0));
  if (!server) lines.on('close', () => hand.end());
  return hand.choices(session, (choices) => {
    const offered = choices.map((choice) => {
      const component = session.composition.components[choice.component]?.spec.name ?? '';
      return { index: choice.index, text: choiceText(component, choice), fault: choice.fault };
    });
    server?.offer({ step: session.length, choices: offered });
    console.log(`\nWhat may happen next:\n${offered.map(offerText).join('\n')}`);
  });
}

const offerText = ({ text, fault }: Offer['choices'][number], i: number): string =>
  `${String(i + 1).padStart(3)}  ${fault ? style.red(`${text} [${fault}]`) : text}`;
