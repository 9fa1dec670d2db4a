import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { GLOSSARY } from '../../../properties/review/glossary.ts';
import { Conformer } from '../conform/conform.ts';
import { loadRecords } from '../conform/load.ts';
import { StartdConformer } from '../conform/startd/conform.ts';
import { loadStartdRecords } from '../conform/startd/record.ts';
import { explain } from '../explain/explain.ts';
import { Logs } from '../explain/read/logs.ts';
import { explanationText } from '../explain/render/text.ts';
import { readJson } from '../../files/input.ts';
import { fileAt, ROOT } from '../../files/root.ts';
import { byKey, fields, text } from '../../files/schema.ts';
import { type Chapter, code, count, details, paragraph, table } from './content.ts';
import { hashes, MACHINES } from './facts.ts';
import { machineFigure } from './figures.ts';

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
      [...MACHINES].map(async ([name, machine]) => details(name, await machineFigure(name, machine))),
    )),
  ],
});

export function agreement(): Chapter {
  const files = ['alive-replies', 'random-replies'].map((name) =>
    fileURLToPath(new URL(`properties/measured/${name}.json`, ROOT)),
  );
  const schedd = new Conformer().conform(files.flatMap(loadRecords));
  const startd = new StartdConformer().conform(
    loadStartdRecords(fileURLToPath(new URL('properties/measured/startd-replies.json', ROOT))),
  );
  return {
    title: 'Agreement with the real daemons',
    blocks: [
      paragraph(
        'Measured with real daemons, and compared anew whenever this page is made: the same bytes at the same times, for every phase of the second.',
      ),
      table(
        ['measured', 'records', 'outcomes', 'agree', 'allow more than one'],
        [
          [
            "the schedd's reply to an ALIVE, all 16 subsets",
            count(schedd.records),
            count(schedd.outcomes),
            count(schedd.agree),
            count(schedd.allowsMoreThanOne),
          ],
          [
            "the startd's reaction to a reply",
            count(startd.records),
            count(startd.records),
            count(startd.agree),
            count(startd.allowsMoreThanOne),
          ],
        ],
      ),
    ],
  };
}

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
  const names = readdirSync(new URL('properties/logs/', ROOT), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  const rows: string[][] = [];
  for (const name of names) {
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
      `[${name}](../properties/logs/${name})`,
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
      paragraph('And of the recorded scenarios of a real pool:'),
      table(
        ['scenario', 'what was done to it ended the claim so', 'explained', 'subsets that can have written it'],
        rows,
      ),
    ],
  };
}

export function reproduce(): Chapter {
  const { version, dependencies } = readJson(fileAt('package.json'), PACKAGE);
  return {
    title: 'How to reproduce',
    blocks: [
      code(
        'npm ci\nnpm start            # the matrix: 32 rows, against properties/expected\nnpm test             # and all the rest\nnpm run review       # this page\nnpx claimcheck review --check',
        'sh',
      ),
      paragraph(
        `claimcheck ${version}; ${Object.entries(dependencies)
          .map(([name, exact]) => `${name} ${exact}`)
          .join(', ')}.`,
      ),
      details(
        'SHA-256 (first 16 digits) of what this page was made from',
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
