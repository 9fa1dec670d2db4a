import { GALLERY } from '../../../../properties/gallery.ts';
import { COMMITS } from '../../../../properties/review/check-ins.ts';
import { rowWith } from '../../../checker/study/rows.ts';
import { MODELS } from '../../own-study.ts';
import { type Cell, type Chapter, heading, list, paragraph, table } from '../content.ts';
import { recorded, RECORDS } from '../facts.ts';

/** What these verdicts do not say, and which defects the code keeps with every fix. */
export const open = (): Chapter => ({
  title: 'What is not proved, and what stays broken',
  blocks: [
    paragraph("No subset of the four fixes repairs these defects. HTCondor's HEAD has them."),
    table(['defect', 'what goes wrong', 'found', 'since'], [...unrepaired(), neverGivenUp()]),
    heading('Not proved'),
    list(
      '**The C++ code.** The model is not the C++ code. It agrees with every measurement below. It says nothing about what was neither measured nor modelled.',
      `**More than one claim.** The searches have one claim on two connections. Claims share only the schedd's thread, so the safety verdicts hold for any number of claims and the states are counted exactly, as [a proof](repo:docs/any-number-of-claims.md) shows. On record, ${sameOfMany()}. L1 and L2 are not covered.`,
      '**Time.** The matrix has no clock: a timer may fire whenever its daemon is not blocked. What holds there holds with any clock. How long an outage may last is a question for the timed systems ([verdicts](chapter:Verdicts of the further systems)).',
      '**Restarts.** The schedd is not restarted in the matrix. `restart` and `timed-restart` explore one restart, and find 3312.',
      '**The assumptions.** Some verdicts need an assumption; [this list](chapter:Assumptions, and what breaks without them) says which. All [limits](chapter:Limits and threats to validity) are in the appendix.',
    ),
  ],
});

/** The defects of the gallery that no commit repairs; the gallery's chapter searches each again. */
const unrepaired = (): Cell[][] =>
  GALLERY.filter(({ repairedBy }) => repairedBy.length === 0).map(({ id, title, property, before, broughtBy }) => [
    id,
    title,
    found(property, before.map(({ expected }) => expected).at(0)),
    broughtBy.map((commit) => `[${commit}](${COMMITS}${commit})`).join(', ') || 'before the ticket',
  ]);

function found(property: string, verdict = 'not explored'): Cell {
  const [word, steps] = verdict.split(' ');
  if (word !== 'violated') throw new Error(`${property} is said to be violated to this day, but it is ${verdict}`);
  return { text: `✗ ${property}: violated in ${steps} steps`, tone: 'bad' };
}

/** L1 by the startd's revision, over all rows on record. @throws {Error} if HEAD violates it no longer */
function neverGivenUp(): Cell[] {
  const rows = recorded('keep-alive');
  const violated = (revision: string) =>
    rows.filter(({ liveness }) => liveness?.[revision]?.verdicts['L1']?.startsWith('violated')).length;
  if (violated('head') === 0) throw new Error('L1 is said to be violated at HEAD, but holds on record');
  const search = MODELS.search(rowWith(MODELS.entry({ system: 'liveness' }), {}));
  const sentence = search.properties.find(({ id }) => id === 'L1')?.sentence;
  return [
    'L1',
    `The startd may wait for a reply for ever, because the wait has no deadline. The violated property: "${sentence}"`,
    {
      text: `✗ L1: violated in ${violated('head')} of ${rows.length} rows with a startd of HEAD, in ${violated('2011')} of ${rows.length} with a startd of 2011`,
      tone: 'bad',
    },
    'after 2011',
  ];
}

/** How the verdicts on record of a thousand claims compare with those of one. */
function sameOfMany(): string {
  const many = RECORDS.rows('expected/timeout-fin-rst-claims-1000.json') ?? [];
  const one = recorded('keep-alive');
  const same = (many as readonly unknown[] as typeof one).filter(({ path, fixes, verdicts }) => {
    const single = one.find((row) => row.path === path && row.fixes === fixes);
    const stated = Object.entries(verdicts).filter(([id]) => /^S\d$/.test(id));
    return stated.length > 0 && stated.every(([id, verdict]) => single?.verdicts[id] === verdict);
  });
  return `for 1,000 claims ${same.length} of ${many.length} rows have the safety verdicts of one claim`;
}
