import { fixesFromBits, type Path, PATHS, PEER_PATHS, REVISIONS } from '../../../../machines/vocabulary.ts';
import type { Choice } from '../../../checker/system/compose.ts';
import { TableStore } from '../../../checker/system/table.ts';
import { isWitness, verify } from '../../../checker/verify.ts';
import { keepAliveModel, livenessModel, type Model, peerModel } from '../../models.ts';
import type { ExpectedRow } from '../../../verify/expected.ts';
import { readJson } from '../../../files/input.ts';
import { RUN_ROWS } from '../../../verify/record-schema.ts';
import { RUNS_FILE, type RunsRow } from '../../../verify/runs.ts';
import { type Block, type Chapter, details, type Figure, paragraph } from '../content.ts';
import { recorded } from '../facts.ts';
import { runFigure } from '../figures.ts';

const STARTDS = ['2011', 'head'] as const;

const figureOf = (row: RunsRow, id: string) => {
  const model = keepAliveModel({ fixes: fixesFromBits(row.fixes), path: row.path as Path });
  const property = model.properties.find((one) => one.id === id);
  if (!property) return [];
  const run = (row.runs[id] as number[]).map((index) => model.composition.choices[index] as Choice);
  return [
    runFigure(
      model,
      run,
      null,
      `${id}, fixes ${row.fixes}, ${row.path} path`,
      `${property.sentence}: ${isWitness(property) ? 'reached' : 'violated'} in ${run.length} steps.`,
    ),
  ];
};

const isSafety = (id: string) => /^[A-Z]\d$/.test(id);

/** The first subset that the record of some rows says is refuted; null if none is. */
const refuted = (rows: readonly ExpectedRow[], id: string) =>
  rows.find(({ verdicts }) => verdicts[id]?.startsWith('violated')) ?? null;

/** What a search finds to violate a property. @throws {Error} if it finds nothing, though the record says so */
function shortestFigure(model: Model, id: string, title: string): Figure {
  const [finding] = verify(
    model.composition,
    model.properties.filter((one) => one.id === id),
    { stopWhenHit: true },
  ).findings;
  if (!finding?.run) throw new Error(`${title}: on record as violated, but nothing is found`);
  const { property, run, cycle } = finding;
  return runFigure(model, run, cycle, title, `${property.sentence}: violated in ${run.length} steps.`);
}

/**
 * What a peer can do on each path: with the first subset and against the first revision of the schedd that let it. Each
 * search has tables of its own: such a peer puts a stream into more states than several systems can share.
 */
function peerFigures(): Block[] {
  return ['S2', 'M1'].flatMap((id) =>
    PEER_PATHS.flatMap((path) => {
      const found = REVISIONS.flatMap((revision) => {
        const row = refuted(
          recorded('peer', revision).filter((one) => one.path === path),
          id,
        );
        return row ? [{ revision, fixes: row.fixes }] : [];
      });
      const [first] = found;
      if (!first) return [];
      const { revision, fixes } = first;
      const title = `${id}, fixes ${fixes}, ${path} path, a schedd of revision ${found.map((one) => one.revision).join(' or ')}`;
      const model = peerModel({ fixes: fixesFromBits(fixes), revision, path }, new TableStore());
      return [details(`A misbehaving peer: ${title}`, shortestFigure(model, id, title))];
    }),
  );
}

/** What goes on for ever, by startd and path. */
function lassoFigures(): Block[] {
  return STARTDS.flatMap((startd) =>
    PATHS.flatMap((path) => {
      const row = recorded('network').find(
        ({ path: own, liveness }) => own === path && liveness?.[startd]?.verdicts['L1']?.startsWith('violated'),
      );
      if (!row) return [];
      const title = `L1, a startd of revision ${startd}, fixes ${row.fixes}, ${path} path`;
      const model = livenessModel({ fixes: fixesFromBits(row.fixes), path, startd });
      return [details(`For ever: ${title}`, shortestFigure(model, 'L1', title))];
    }),
  );
}

/** The happy path, each refuted subset, each witness: the runs on record, confirmed by live actors. */
export function sequences(): Chapter {
  const rows = readJson(RUNS_FILE, RUN_ROWS) as unknown as RunsRow[];
  const auth = rows.filter(({ path }) => path === 'auth');
  const ids = [...new Set(rows.flatMap(({ runs }) => Object.keys(runs)))];
  const firstWith = (id: string) => rows.find(({ runs }) => id in runs) as RunsRow;
  return {
    title: 'Sequence charts',
    blocks: [
      paragraph(
        'The shortest run of each kind, replayed through live XState actors when this page is made. The first is how it should go.',
      ),
      ...figureOf(auth[0] as RunsRow, 'renewed'),
      ...auth.flatMap((row) =>
        ids
          .filter((id) => isSafety(id) && id in row.runs)
          .map((id) => details(`${row.fixes} refuted: ${id}`, ...figureOf(row, id))),
      ),
      ...peerFigures(),
      ...lassoFigures(),
      details('Each witness', ...ids.filter((id) => !isSafety(id)).flatMap((id) => figureOf(firstWith(id), id))),
    ],
  };
}
