import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Level, Version } from './recogniser.ts';
import { SCHEDD } from './schedd.ts';
import { STARTD } from './startd.ts';

/** A dprintf() of HTCondor's source about the end of a claim or a job, and what the grammar makes of it. */
interface SourceLine {
  readonly daemon: 'startd' | 'schedd';
  readonly file: string;
  readonly format: string;
  readonly level: string;
  /** The first and the last of the releases looked at that have it. */
  readonly since: string;
  readonly last: string;
  readonly sample: string;
  /** Null if the grammar does not know it. */
  readonly kind: string | null;
}

const LINES = JSON.parse(
  readFileSync(new URL('../../../../properties/log-lines.json', import.meta.url), 'utf8'),
) as readonly SourceLine[];

/** Levels of which every log has the lines, but for configurations that switch D_STATUS off. */
const ALWAYS = /^(?:D_ALWAYS|D_ERROR|D_STATUS|D_FAILURE\|D_ALWAYS|EXCEPT|d_stat|D_ERROR \| D_EXCEPT)$/;
/** Chosen at run time: D_ALWAYS or D_FULLDEBUG. */
const CHOSEN = 'dpf_level';

const recognise = ({ daemon, sample }: SourceLine) => {
  const grammar = daemon === 'startd' ? STARTD : SCHEDD;
  return grammar.recognise(sample) ?? grammar.recognise(`slot1_2: ${sample}`);
};

const levelOf = ({ level }: SourceLine): Level => (ALWAYS.test(level) ? 'D_ALWAYS' : (level as Level));

const isBefore = (a: Version, b: Version): boolean => (a[0] - b[0] || a[1] - b[1] || a[2] - b[2]) < 0;

const isFirst = (line: SourceLine, since: Version): boolean =>
  line.since === 'HEAD' || !isBefore(line.since.split('.').map(Number) as unknown as Version, since);

describe("HTCondor's lines about the ends of claims and jobs", () => {
  test('are on record with what the grammar knows of them', () => {
    expect(LINES.map((line) => [line.sample, recognise(line)?.kind.name ?? null])).toEqual(
      LINES.map(({ sample, kind }) => [sample, kind]),
    );
    expect(LINES).toHaveLength(157);
    expect(LINES.filter(({ kind }) => kind !== null)).toHaveLength(132);
  });

  test('have the level that the grammar says', () => {
    const known = LINES.filter((line) => line.kind !== null && line.level !== CHOSEN);
    for (const line of known) expect([line.format, recognise(line)?.kind.level]).toEqual([line.format, levelOf(line)]);
    expect(known.length).toBeGreaterThan(100);
  });

  test('are not said to be printed by releases that do not have them', () => {
    const ofKind = (name: string) => LINES.filter(({ kind }) => kind === name);
    const wrong = LINES.flatMap((line) => {
      const kind = recognise(line)?.kind;
      if (!kind) return [];
      const isRight = kind.since ? isFirst(line, kind.since) : ofKind(kind.name).some(({ since }) => since === '7.6.0');
      return isRight ? [] : [kind.name];
    });
    expect(wrong).toEqual([]);
  });
});
