import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { GLOSSARY } from '../../../properties/review/glossary.ts';
import { Conformer } from '../conform/conform.ts';
import { loadRecords } from '../conform/load.ts';
import { KindConformer } from '../conform/kinds/conform.ts';
import { loadKinds } from '../conform/kinds/record.ts';
import { StartdConformer } from '../conform/startd/conform.ts';
import { SlotConformer } from '../conform/slot/conform.ts';
import { loadSlotRuns } from '../conform/slot/record.ts';
import { loadStartdRecords } from '../conform/startd/record.ts';
import { explain } from '../explain/explain.ts';
import { Logs } from '../explain/read/logs.ts';
import { explanationText } from '../explain/render/text.ts';
import { readJson } from '../../files/input.ts';
import { fileAt, pathTo, ROOT } from '../../files/root.ts';
import { byKey, fields, text } from '../../files/schema.ts';
import { type Chapter, code, count, details, paragraph, table } from './content.ts';
import { hashes, MACHINES } from './facts.ts';
import { machineFigures } from './figures.ts';

export const glossary = (): Chapter => ({
  title: 'Glossary',
  blocks: [
    table(
      ['HTCondor', 'in the model', 'what it is'],
      GLOSSARY.map(([term, element, meaning]) => [term, `\`${element}\``, meaning]),
    ),
  ],
});

export const statecharts = async (): Promise<Chapter> => ({
  title: 'Statecharts',
  blocks: [
    paragraph('Each machine as it is written in `machines/`.'),
    ...(await Promise.all(
      [...MACHINES].map(async ([name, machine]) => details(name, ...(await machineFigures(name, machine)))),
    )),
  ],
});

/** What was measured of real daemons, and how much of it the machines do. */
interface Agreement {
  readonly measured: string;
  readonly records: string;
  readonly outcomes: number;
  readonly agree: number;
  /** Outcomes that a race decides: the machines allow more than one. Null where that is not counted. */
  readonly races: number | null;
}

const measuredAt = (name: string): string => pathTo(`properties/measured/${name}.json`);

/** The comparisons with real daemons, made again. */
const compared = (): readonly Agreement[] => {
  const schedd = new Conformer().conform(['alive-replies', 'random-replies'].map(measuredAt).flatMap(loadRecords));
  const startd = new StartdConformer().conform(loadStartdRecords(measuredAt('startd-replies')));
  const ofKind = (name: string) => new KindConformer().conform(loadKinds(measuredAt(name)));
  const [kinds, udp] = [ofKind('special-kinds'), ofKind('udp-replies')];
  const slot = new SlotConformer().conform(loadSlotRuns(measuredAt('slot-runs')));
  return [
    {
      measured: "the schedd's reply to an ALIVE, all 16 subsets",
      records: `${schedd.records} records`,
      outcomes: schedd.outcomes,
      agree: schedd.agree,
      races: schedd.allowsMoreThanOne,
    },
    {
      measured: 'the schedd when it is stopped, with urgent data, with many clients, all 16 subsets',
      records: `${kinds.records} records`,
      outcomes: kinds.outcomes,
      agree: kinds.agree,
      races: null,
    },
    {
      measured: "the schedd's reply to an ALIVE by UDP, all 16 subsets",
      records: `${udp.records} records`,
      outcomes: udp.outcomes,
      agree: udp.agree,
      races: null,
    },
    {
      measured: "the startd's reaction to a reply",
      records: `${startd.records} records`,
      outcomes: startd.records,
      agree: startd.agree,
      races: startd.allowsMoreThanOne,
    },
    {
      measured: "a slot's changes of state and activity",
      records: `${slot.runs} runs`,
      outcomes: slot.steps,
      agree: slot.agree,
      races: null,
    },
  ];
};

let made: readonly Agreement[] | undefined;

/** The comparisons with real daemons, made once. */
export const agreements = (): readonly Agreement[] => (made ??= compared());

export const agreement = (): Chapter => ({
  title: 'Agreement with the real daemons',
  blocks: [
    paragraph(
      'Real daemons were measured. The machines are compared with the measurements on every build of this page: the same bytes at the same times, for every phase of the second.',
    ),
    table(
      ['measured', 'records', 'outcomes', 'agree', 'allow more than one'],
      agreements().map(({ measured, records, outcomes, agree, races }) => [
        measured,
        records,
        count(outcomes),
        count(agree),
        races === null ? '–' : count(races),
      ]),
    ),
  ],
});

/** The recorded scenarios of a real pool, by their folders in `properties/logs`. */
export const scenarios = (): string[] =>
  readdirSync(fileAt('properties/logs/'), { encoding: 'utf8', recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('/truth.json'))
    .map((path) => path.slice(0, -'/truth.json'.length))
    .toSorted();

const TRUTH = fields({ cause: v.exactOptional(v.nullable(text('a cause or null'))) });
const PACKAGE = fields({ version: text(), dependencies: byKey(text(), text(), 'an object of versions') });

const PLAIN = { bold: String, dim: String, red: String, green: String, yellow: String };

async function explained(startd: string, schedd: string) {
  const [a, b] = [startd, schedd].map((path) => fileURLToPath(new URL(path, ROOT))) as [string, string];
  const logs = await Logs.open({ startd: [a], schedd: [b] }, () => {});
  return explain(logs, null);
}

export async function realLogs(): Promise<Chapter> {
  const report = 'properties/ticket-2563.txt';
  const ticket = await explained(report, report);
  const rows: string[][] = [];
  for (const name of scenarios()) {
    const { claims: found, consistency } = await explained(
      `properties/logs/${name}/StartLog`,
      `properties/logs/${name}/SchedLog`,
    );
    const ends = found.map(({ end }) =>
      end
        ? `${end.cause}, authoritative: ${end.authoritative === null ? 'unknown' : end.authoritative ? 'yes' : '**no**'}`
        : 'still there',
    );
    const truth = readJson(fileAt(`properties/logs/${name}/truth.json`), TRUTH);
    rows.push([
      `[${name}](repo:properties/logs/${name})`,
      truth.cause ?? '',
      ends.join('; '),
      `${consistency.variants.size} of 16`,
    ]);
  }
  return {
    title: 'Real logs',
    blocks: [
      paragraph("What `claimcheck explain` makes of the ticket's own excerpt:"),
      code(explanationText(ticket, PLAIN).replaceAll(fileURLToPath(ROOT), '')),
      paragraph('What it makes of the recorded scenarios of a real pool:'),
      table(['scenario', 'how the claim ended', 'what `explain` says', 'subsets that can have written the logs'], rows),
    ],
  };
}

export function reproduce(): Chapter {
  const { version, dependencies } = readJson(fileAt('package.json'), PACKAGE);
  return {
    title: 'How to reproduce',
    blocks: [
      code(
        'npm ci\nnpm start            # the matrix: 32 rows, compared with properties/expected\nnpm test             # the tests\nnpm run review       # this review\nnpx claimcheck review --check',
        'sh',
      ),
      paragraph(
        `claimcheck ${version}; ${Object.entries(dependencies)
          .map(([name, exact]) => `${name} ${exact}`)
          .join(', ')}.`,
      ),
      details(
        'SHA-256 (first 16 digits) of the files from which this review is made',
        table(
          ['file', 'hash'],
          [
            ...hashes('machines/', '.ts'),
            ...hashes('properties/', '.ts'),
            ...hashes('properties/expected/', '.json'),
          ].map(([file, hash]) => [`\`${file}\``, `\`${hash}\``]),
        ),
      ),
    ],
  };
}
