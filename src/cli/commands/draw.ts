import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { judge } from '../../checker/replay/judge.ts';
import type { Trace } from '../../checker/replay/trace.ts';
import { machinesOf } from '../../checker/study/machines.ts';
import type { Study } from '../../checker/study/study.ts';
import type { Row } from '../../checker/study/system-entry.ts';
import { InputError } from '../../files/input.ts';
import { inFileName } from '../../files/name.ts';
import { writeFiles } from '../../files/output.ts';
import { Chooser, type ChosenRun, type RunOptions, withRunOptions } from '../chosen-run.ts';
import { EXIT } from '../parse.ts';
import { progress, progressDone } from '../terminal.ts';
import { stepsOf } from '../layout.ts';

interface Options extends RunOptions {
  readonly out: string;
  readonly component?: string;
}

export function addDraw(program: Command, { study }: { readonly study: Study }): void {
  withRunOptions(program.command('draw'), study)
    .description(
      'draw pictures (SVG) of every machine, of a counterexample, and of the states that one component reaches',
    )
    .argument('[machine]', 'draw this machine only')
    .requiredOption('--out <dir>', 'the directory to write the pictures to; it is made if it does not exist')
    .option('--replay <file>', 'draw the run that trace --format json has written, instead of a counterexample')
    .option(
      '--component <name>',
      'the component whose reached states to draw (default: that of the story, or the first)',
    )
    .addHelpText(
      'after',
      '\nThe options from --property on choose the counterexample, as they do for trace.\n\nExample:\n  claimcheck draw --property S1 --fixes none --out pictures\n\nExit code: 0 drawn, 2 invalid usage or bad input.',
    )
    .action(async (machine: string | undefined, options: Options) => {
      const drawing = new Drawing(new Chooser(study, options), options);
      const files = new Map(await (machine === undefined ? drawing.all() : drawing.machine(machine)));
      progressDone();
      writeFiles(options.out, files);
      for (const name of files.keys()) console.log(join(options.out, name));
      process.exitCode = EXIT.asExpected;
    });
}

type NamedFile = readonly [name: string, text: string];

/** The pictures of one call of `draw`. */
class Drawing {
  readonly #chooser: Chooser;
  readonly #options: Options;

  constructor(chooser: Chooser, options: Options) {
    this.#chooser = chooser;
    this.#options = options;
  }

  async machine(name: string): Promise<NamedFile[]> {
    const { machinePictures } = await import('../../traces/pictures/pictures.ts');
    const machines = machinesOf(this.#chooser.models);
    const machine = machines.get(name);
    if (!machine) throw new InputError(`there is no machine '${name}': give one of ${[...machines.keys()].join(', ')}`);
    progress(`drawing ${name}`);
    return [...(await machinePictures(name, machine))];
  }

  async all(): Promise<NamedFile[]> {
    const chosen = this.#chooser.run();
    const component = this.#componentOf(chosen);
    const names = [...machinesOf(this.#chooser.models).keys()];
    const machines = await Promise.all(names.map((name) => this.machine(name)));
    const run = chosen.trace
      ? [await this.#run(chosen, chosen.trace), ...(await this.#inShort(chosen, chosen.trace))]
      : [];
    if (!chosen.trace) console.error(chosen.title);
    return [...machines.flat(), ...run, await this.#reached(chosen, component)];
  }

  async #run(chosen: ChosenRun, trace: Trace): Promise<NamedFile> {
    const { runPicture } = await import('../../traces/pictures/pictures.ts');
    const { model, row, title, forever } = chosen;
    const { replay } = this.#options;
    const name = replay ? `run-${basename(replay, '.json')}` : [chosen.property, ...this.#variant(row)].join('-');
    const build = `${this.#chooser.build(row)}, ${stepsOf(trace.length)}`;
    const [what = '', sentence = ''] = title.split('\n', 1).join().split(': ');
    return [
      `${inFileName(name)}.svg`,
      runPicture(
        { ...model, trace, cycleFrom: forever?.cycleFrom, carriers: this.#chooser.carriers },
        { title: `${what} with ${build}`, description: sentence },
      ),
    ];
  }

  /** The study's story in a small picture, where it is the run that is drawn. */
  async #inShort({ model, row, property }: ChosenRun, trace: Trace): Promise<NamedFile[]> {
    const { story } = this.#chooser.models.study;
    if (!story?.picture || property !== story.property || row.system !== story.system) return [];
    const { shortPicture } = await import('../../traces/pictures/pictures.ts');
    const { name, title, sentence, marks } = story.picture;
    const judged = judge(model.composition, model.properties, trace);
    const marked = marks.map((mark) => {
      const isKnown = model.properties.some(({ id }) => id === mark.property);
      if (!isKnown)
        throw new InputError(
          `the picture of the story marks '${mark.property}', which is not a property of this system`,
        );
      const hit = judged.find(({ property: { id } }) => id === mark.property);
      return hit ? [{ ...mark, step: hit.step }] : [];
    });
    const run = { ...model, trace, carriers: this.#chooser.carriers };
    return [[`${inFileName(name)}.svg`, shortPicture(run, marked.flat(), { title, description: sentence })]];
  }

  /** The component whose reached states are drawn: the one asked for, that of the story, or the first. */
  #componentOf({ model }: ChosenRun): string {
    const names = model.composition.components.map(({ spec }) => spec.name);
    const shown = this.#chooser.models.study.story?.component ?? '';
    const name = this.#options.component ?? (names.includes(shown) ? shown : (names[0] as string));
    if (!names.includes(name)) throw new InputError(`there is no component '${name}': give one of ${names.join(', ')}`);
    return name;
  }

  async #reached({ model, row }: ChosenRun, name: string): Promise<NamedFile> {
    const { reachedPicture } = await import('../../traces/pictures/pictures.ts');
    progress(`exploring what ${name} reaches`);
    const svg = await reachedPicture(model.composition, name, this.#chooser.faults, {
      title: `What ${name} reaches`,
      description: `Its states in the composed system with ${this.#chooser.build(row)}, and the events that lead from one to another`,
    });
    return [`${inFileName(['reached', name, ...this.#variant(row)].join('-'))}.svg`, svg];
  }

  /** What tells the pictures of one variant from those of another. */
  #variant(row: Row): string[] {
    return this.#chooser.shortName(row);
  }
}
