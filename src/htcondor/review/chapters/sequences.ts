import { PATHS, PEER_PATHS, REVISIONS } from '../../../../machines/vocabulary.ts';
import type { Choice } from '../../../checker/system/compose.ts';
import { TableStore } from '../../../checker/system/table/table.ts';
import { isWitness, verify } from '../../../checker/verify.ts';
import type { SomeChoices } from '../../../checker/study/axis.ts';
import type { Model } from '../../../checker/study/models.ts';
import { rowWith } from '../../../checker/study/rows.ts';
import { MODELS } from '../../own-study.ts';
import { type Block, type Chapter, details, type Figure, paragraph } from '../content.ts';
import { recorded, type RecordedRow, RECORDS } from '../facts.ts';
import { runFigure } from '../figures.ts';

const STARTDS = ['2011', 'head'] as const;

/** The shortest runs on record of a row of the keep-alive. */
interface RecordedRuns {
  readonly path: string;
  readonly fixes: string;
  readonly runs: Readonly<Record<string, readonly number[]>>;
}

const modelOf = (system: string, choices: SomeChoices, tables?: TableStore): Model =>
  MODELS.model(rowWith(MODELS.entry({ system }), choices), tables);

const figureOf = ({ fixes, path, runs }: RecordedRuns, id: string) => {
  const model = modelOf('keep-alive', { fixes, path });
  const property = model.properties.find((one) => one.id === id);
  if (!property) return [];
  const run = (runs[id] as readonly number[]).map((index) => model.composition.choices[index] as Choice);
  return [
    runFigure(
      model,
      run,
      null,
      `${id}, fixes ${fixes}, ${path} path`,
      `${property.sentence}: ${isWitness(property) ? 'reached' : 'violated'} in ${run.length} steps.`,
    ),
  ];
};

const isSafety = (id: string) => /^[A-Z]\d$/.test(id);

/** The first subset that the record of some rows says is refuted; null if none is. */
const refuted = (rows: readonly RecordedRow[], id: string) =>
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
          recorded('peer', { revision }).filter((one) => one.path === path),
          id,
        );
        return row ? [{ revision, fixes: row.fixes }] : [];
      });
      const [first] = found;
      if (!first) return [];
      const { revision, fixes } = first;
      const title = `${id}, fixes ${fixes}, ${path} path, a schedd of revision ${found.map((one) => one.revision).join(' or ')}`;
      const model = modelOf('peer', { fixes, revision, path }, new TableStore());
      return [details(`A misbehaving peer: ${title}`, shortestFigure(model, id, title))];
    }),
  );
}

/** What goes on for ever, by startd and path. */
function lassoFigures(): Block[] {
  return STARTDS.flatMap((startd) =>
    PATHS.flatMap((path) => {
      const row = recorded('keep-alive').find(
        ({ path: own, liveness }) => own === path && liveness?.[startd]?.verdicts['L1']?.startsWith('violated'),
      );
      if (!row) return [];
      const title = `L1, a startd of revision ${startd}, fixes ${row.fixes}, ${path} path`;
      const model = modelOf('liveness', { fixes: row.fixes, path, revision: startd });
      return [details(`For ever: ${title}`, shortestFigure(model, 'L1', title))];
    }),
  );
}

/** The happy path, each refuted subset, each witness: the runs on record, confirmed by live actors. */
export function sequences(): Chapter {
  const rows = (RECORDS.runs('runs.json') ?? []) as readonly unknown[] as readonly RecordedRuns[];
  const auth = rows.filter(({ path }) => path === 'auth');
  const ids = [...new Set(rows.flatMap(({ runs }) => Object.keys(runs)))];
  const firstWith = (id: string) => rows.find(({ runs }) => id in runs) as RecordedRuns;
  return {
    title: 'Sequence charts',
    blocks: [
      paragraph(
        'The shortest run of each kind. Every run is replayed through live XState actors on every build of this page. The first run shows a keep-alive that succeeds.',
      ),
      ...figureOf(auth[0] as RecordedRuns, 'renewed'),
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
