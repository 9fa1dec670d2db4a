#!/usr/bin/env node
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examine } from './explain/explain.ts';
import { Logs } from './explain/read/logs.ts';

/** What `explainSpeed` has measured. */
export interface ExplainSpeed {
  readonly megabytes: number;
  readonly claims: number;
  readonly removals: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytesPerSecond: number;
  /** The largest resident set, in megabytes. */
  readonly memory: number;
}

/** Real logs that are repeated: renewals, and a claim that is lost to #2563. */
const SCENARIOS = ['normal', 'bug-all-fixes-off', 'same-fault-only-27897'];
const ROOT = fileURLToPath(new URL('../../../properties/logs/', import.meta.url));
const MEGABYTE = 1e6;

/**
 * Measures how fast logs are read and understood, on one made by repeating real ones with shifted times and claim ids.
 *
 * @param megabytes the size of both logs together
 * @param from a folder of scenarios
 */
export async function explainSpeed(megabytes: number, from = ROOT): Promise<ExplainSpeed> {
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
  try {
    const size = writeLogs(folder, megabytes * MEGABYTE, from);
    const logs = await Logs.open({ startd: [join(folder, 'StartLog')], schedd: [join(folder, 'SchedLog')] });
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    const { claims } = await examine(logs);
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - started) / 1000;
    return {
      megabytes: rounded(size / MEGABYTE),
      claims: claims.length,
      removals: claims.filter(({ end }) => end?.authoritative === false).length,
      seconds: rounded(seconds),
      cpuSeconds: rounded((user + system) / 1e6),
      megabytesPerSecond: rounded(size / MEGABYTE / seconds),
      memory: rounded(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

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
  const [megabytes = '1000', from] = process.argv.slice(2);
  console.log(JSON.stringify(await explainSpeed(Number(megabytes), from)));
}
