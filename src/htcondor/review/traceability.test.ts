import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { NEITHER, TICKET } from '../../../properties/review/ticket.ts';
import { PACKED, ROOT } from '../../files/root.ts';
import { forgotten } from './dangling.ts';
import { textOf } from './facts.ts';
import { statedProperties, studiedSystems } from './properties.ts';
import { unitsOf } from './units.ts';

const REPORT = textOf('properties/ticket-2563.txt');

const bare = (text: string): string => text.replace(/\s/g, '');

describe("the ticket's text", () => {
  const units = unitsOf(REPORT);

  test('is cut into sentences, log lines and excerpts of code, and nothing is lost between them', () => {
    expect(bare(units.join(''))).toBe(bare(REPORT));
    expect(units).toHaveLength(33);
  });

  test('is traced whole: each of them is quoted, or said to state neither a fact nor a fix', () => {
    expect(forgotten(REPORT)).toEqual([]);
  });

  test('cannot say more, or less, without its being noticed', () => {
    expect(forgotten(`${REPORT}\n\nThe startd should ask twice.`)).toEqual([
      'of the ticket, nothing is said of "The startd should ask twice."',
    ]);
    expect(forgotten(REPORT.replace('I think so.', ''))).toEqual(['not in the ticket: "I think so."']);
  });

  test('is quoted within one of them, and not also set aside', () => {
    for (const { quote } of TICKET) {
      const within = units.filter((unit) => unit.includes(quote));
      expect(within, quote).not.toEqual([]);
      expect(NEITHER.map(([sentence]) => sentence)).not.toEqual(expect.arrayContaining(within));
    }
  });
});

test('each property of each system appears, with the verdicts on record', () => {
  const page = textOf('docs/review/appendix/traceability.md');
  const systems = studiedSystems();
  const all = statedProperties(systems);
  expect(new Set(all.map(({ system }) => system)).size).toBe(systems.length);
  for (const { system, property, verdicts } of all) {
    expect(verdicts, property.id).not.toEqual([]);
    expect(page).toContain(`| ${property.id} | ${system} |`);
  }
});

/** Machines and properties, as they are compiled. */
const PACKED_STUDY = `${PACKED}/study.js`;

/** As much of the repository as is looked up, to take something away from. */
function copy(): string {
  const root = mkdtempSync(join(tmpdir(), 'claimcheck-review-'));
  const original = fileURLToPath(ROOT);
  for (const part of ['dist', 'properties', 'src', 'package.json'])
    cpSync(join(original, part), join(root, part), { recursive: true });
  symlinkSync(join(original, 'node_modules'), join(root, 'node_modules'));
  return root;
}

describe('review --check, when something is gone that the table needs', () => {
  let root: string;
  beforeAll(() => {
    root = copy();
  });

  const check = () =>
    new Promise<{ code: number; stdout: string }>((resolve) => {
      execFile(process.execPath, [join(root, 'dist/src/cli/main.js'), 'review', '--check'], (error, stdout) =>
        resolve({ code: error ? Number(error.code) : 0, stdout }),
      );
    });

  test.each([
    ['a property', PACKED_STUDY, 'id: "S4"', 'id: "S9"', "there is no property 'S4'"],
    [
      'its verdicts',
      'properties/expected/systems/slot.json',
      /"P1":"holds",/,
      '',
      'slot: no verdict on P1 is on record',
    ],
    [
      'a test',
      'properties/keep-alive/traces.test.ts',
      'has one fault, a time-out, and whole packets otherwise',
      'has one fault',
      "there is no test 'has one fault, a time-out, and whole packets otherwise' in properties/keep-alive/traces.test.ts",
    ],
    ['a state', PACKED_STUDY, /\bgettingSecret\b/g, 'gettingIt', "no machine has 'receiveStartdAlive: gettingSecret'"],
    [
      'a transition',
      PACKED_STUDY,
      /\bGET_FAILED: \[/,
      'GET_LOST: [',
      "no machine has 'receiveStartdAlive: gettingSecret GET_FAILED'",
    ],
  ])('%s, fails and says what', async (_, file, what, instead, says) => {
    const path = join(root, file);
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(what, instead);
    expect(changed).not.toBe(text);
    writeFileSync(path, changed);
    const { code, stdout } = await check();
    writeFileSync(path, text);
    expect(stdout).toContain(says);
    expect(code).toBe(1);
  });
});
