#!/usr/bin/env node
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathTo } from '../../files/root.ts';
import { type Explanation, examine, explain } from '../../htcondor/explain/explain.ts';
import { SCHEDD } from '../../htcondor/explain/grammar/schedd.ts';
import { STARTD } from '../../htcondor/explain/grammar/startd.ts';
import { Logs } from '../../htcondor/explain/read/logs.ts';
import { keepSmall } from '../../htcondor/explain/read/memory.ts';
import { explanationParts } from '../../htcondor/explain/render/text.ts';
import { writeParts } from './write-parts.ts';
import { isInstalled, measure, type Usage } from '../../bench/measure.ts';

/** What `explainSpeed` has measured. */
export interface ExplainSpeed {
  readonly megabytes: number;
  readonly claims: number;
  readonly removals: number;
  /**
   * By who reads them: `explain`; and programs that search the same logs for all that `explain` knows, which is what reading them costs at
   * the least. Null for one that is not installed.
   */
  readonly speeds: Readonly<Record<string, Speed | null>>;
  /** How many lines each of these programs finds. */
  readonly lines: Readonly<Record<string, number>>;
}

/** The time of a whole process, from its start to its end, on one core. */
interface Speed {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** A second of processor time: the machine may be busy with other things. */
  readonly megabytesPerSecond: number;
  /** The largest resident set, in megabytes. */
  readonly memory: number;
}

/** Real logs that are repeated: renewals, and a claim that is lost to #2563. */
const SCENARIOS = ['normal', 'bug-all-fixes-off', 'same-fault-only-27897'];
const ROOT = pathTo('properties/logs/');
const MEGABYTE = 1e6;
const READ = '--read';
const READ_ONLY = '--read-only';

/** Who looks for patterns: with these options they count the lines in which there is one, whatever bytes there are in them. */
const SEARCHERS = { 'grep -E': ['grep', '-acE'], 'rg -e': ['rg', '-ace'] } as const;

/**
 * Measures how fast logs are read, understood, replayed and told by a process of its own, and how fast others read the same, on logs made by
 * repeating real ones with shifted times and claim ids.
 *
 * @param megabytes the size of both logs together
 * @param from a folder of scenarios
 * @param isReplayed whether the machines replay them, which take memory of their own, and the result is written
 */
export async function explainSpeed(megabytes: number, from = ROOT, isReplayed = true): Promise<ExplainSpeed> {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
  try {
    const size = writeLogs(folder, megabytes * MEGABYTE, from) / MEGABYTE;
    const self = [
      process.execPath,
      ...process.execArgv,
      fileURLToPath(import.meta.url),
      isReplayed ? READ : READ_ONLY,
      folder,
    ];
    let last = '';
    const usage = await measure(self, (text) => {
      last = (last + text).slice(-LONGEST_SUMMARY);
    });
    const { claims, removals } = JSON.parse(last.slice(last.lastIndexOf('{'))) as Summary;
    const speeds: Record<string, Speed | null> = { 'claimcheck explain': speedOf(usage, size) };
    const lines: Record<string, number> = {};
    for (const [name, searcher] of Object.entries(SEARCHERS)) {
      const searched = isInstalled(searcher[0]) ? await searchedBy(searcher, folder) : null;
      speeds[name] = searched && speedOf(searched.usage, size);
      if (searched) lines[name] = searched.lines;
    }
    return { megabytes: rounded(size), claims, removals, speeds, lines };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the measured process writes last. */
interface Summary {
  readonly claims: number;
  readonly removals: number;
}

const LONGEST_SUMMARY = 200;

const open = (folder: string): Promise<Logs> => {
  keepSmall();
  return Logs.open({ startd: [join(folder, 'StartLog')], schedd: [join(folder, 'SchedLog')] });
};

/** What `claimcheck explain` does with two logs. */
async function explainAll(folder: string): Promise<void> {
  const explanation = await explain(await open(folder));
  await writeParts(explanationParts(explanation, PLAIN));
  summarise(explanation);
}

function summarise({ claims }: Pick<Explanation, 'claims'>): void {
  const removals = claims.filter(({ end }) => end?.authoritative === false).length;
  const summary: Summary = { claims: claims.length, removals };
  console.log(JSON.stringify(summary));
}

const plain = (text: string): string => text;
const PLAIN = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };

/** Both logs searched for the beginnings of all lines that are known; it need not find whose they are. */
async function searchedBy(searcher: readonly string[], folder: string): Promise<{ usage: Usage; lines: number }> {
  const total = { wall: 0, cpu: 0, peak: 0 };
  let lines = 0;
  for (const [file, grammar] of [
    ['StartLog', STARTD],
    ['SchedLog', SCHEDD],
  ] as const) {
    const starts = new Set(grammar.recognisers.map(({ starts: text }) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    const { wall, cpu, peak } = await measure([...searcher, [...starts].join('|'), join(folder, file)], (text) => {
      lines += Number(text);
    });
    total.wall += wall;
    total.cpu += cpu ?? 0;
    total.peak = Math.max(total.peak, peak ?? 0);
  }
  return { usage: total, lines };
}

const speedOf = ({ wall, cpu, peak }: Usage, megabytes: number): Speed => ({
  seconds: rounded(wall),
  cpuSeconds: rounded(cpu ?? wall),
  megabytesPerSecond: rounded(megabytes / (cpu ?? wall)),
  memory: rounded((peak ?? 0) / MEGABYTE),
});

const rounded = (value: number): number => Math.round(value * 10) / 10;

/** A log cut where its times and claim ids are, so that it can be written at another time. */
type Template = readonly (string | { readonly seconds: number } | { readonly birth: number })[];

/** Writes both logs, round after round; returns how many bytes. */
function writeLogs(folder: string, size: number, from: string): number {
  const names = ['StartLog', 'SchedLog'] as const;
  const files = names.map((name) => openSync(join(folder, name), 'w'));
  const templates = SCENARIOS.map((scenario) =>
    names.map((name) => templateOf(readFileSync(join(from, scenario, name), 'utf8'))),
  );
  let written = 0;
  for (let round = 0; written < size; round++) {
    for (const [i, template] of (templates[round % templates.length] as readonly Template[]).entries()) {
      written += writeSync(files[i] as number, at(template, round * ROUND));
    }
  }
  for (const file of files) closeSync(file);
  return written;
}

/** Longer than any of the scenarios, in seconds. */
const ROUND = 300;

const PARTS = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)|(?<=#)(\d{10})(?=#)/gm;

/** All scenarios begin at the same time, whenever they were recorded. */
function templateOf(text: string): Template {
  const template: (string | { seconds: number } | { birth: number })[] = [];
  let end = 0;
  let first: number | null = null;
  for (const found of text.matchAll(PARTS)) {
    template.push(text.slice(end, found.index));
    end = found.index + found[0].length;
    if (found[7] !== undefined) template.push({ birth: Number(found[7]) });
    else {
      const [month, day, year, ...clock] = found.slice(1, 7).map(Number) as [number, number, number, ...number[]];
      const seconds = Date.UTC(2000 + year, month - 1, day, ...(clock as [number, number, number])) / 1000;
      first ??= seconds;
      template.push({ seconds: seconds - first });
    }
  }
  return [...template, text.slice(end)];
}

const EPOCH = Date.UTC(2026, 0, 1) / 1000;

function at(template: Template, shift: number): string {
  const stamps = new Map<number, string>();
  const stamp = (seconds: number) => {
    const known = stamps.get(seconds) ?? stampText(EPOCH + shift + seconds);
    stamps.set(seconds, known);
    return known;
  };
  return template
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'birth' in part ? String(part.birth + shift) : stamp(part.seconds);
    })
    .join('');
}

function stampText(seconds: number): string {
  const [date, clock] = new Date(seconds * 1000).toISOString().split('T') as [string, string];
  const [year, month, day] = date.split('-') as [string, string, string];
  return `${month}/${day}/${year.slice(2)} ${clock.slice(0, 8)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2).filter((arg) => arg !== READ_ONLY);
  const isReplayed = args.length === process.argv.length - 2;
  const [megabytes = '1300', from] = args;
  if (megabytes === READ) await explainAll(from as string);
  else if (!isReplayed && !/^\d/.test(megabytes)) summarise(await examine(await open(megabytes)));
  else console.log(JSON.stringify(await explainSpeed(Number(megabytes), from, isReplayed)));
}
