import { longDuration } from '../verdict/lines.ts';
import { escapeXml } from '../../../traces/pictures/svg.ts';
import type { Moment } from '../line.ts';
import type { ClaimVerdict } from '../verdict/claim-verdict.ts';
import type { Step } from './steps.ts';

const WIDTH = 900;
const LANES = { startd: 370, schedd: 530 } as const;
const ROW = 30;
/** What is written beside a lane stands away from the other one, its time at the edge. */
const BESIDE = 18;
const EDGE = 20;

const clock = ({ text }: Moment): string => /\d{2}:\d{2}:\d{2}(?:\.\d+)?/.exec(text)?.[0] ?? text;
const day = ({ text }: Moment): string => text.replace(/T.*/, '');

/** A claim's life as a bar with its jobs, and below it the decisive lines as messages between startd and schedd. */
export function claimPicture(claim: ClaimVerdict, steps: readonly Step[], title: string): string {
  const life = lifeBar(claim);
  const sequence = steps.length > 0 ? sequenceOf(claim, steps, life.height + 12) : { svg: '', height: 0 };
  const height = life.height + sequence.height + 12;
  return `<svg class="picture" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}" xmlns="http://www.w3.org/2000/svg">
<title>${escapeXml(title)}</title>
${life.svg}
${sequence.svg}
</svg>`;
}

interface Part {
  readonly svg: string;
  readonly height: number;
}

const BAR = { y: 34, height: 26, from: EDGE, to: WIDTH - EDGE } as const;
/** A job's name has room in so wide a bar. */
const READABLE = 52;

/** From the first to the last moment that the logs show of a claim, to scale. */
function lifeBar(claim: ClaimVerdict): Part {
  const moments = [...claim.timeline.map(({ at }) => at), ...claim.jobs.map(({ start }) => start), ...ends(claim)];
  const sorted = moments.toSorted((a, b) => a.ms - b.ms);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return { svg: '', height: 0 };
  const span = Math.max(1, last.ms - first.ms);
  const x = ({ ms }: Moment) => BAR.from + ((BAR.to - BAR.from) * (ms - first.ms)) / span;
  const jobs = claim.jobs.map(({ job, start, end, died }) => {
    const [from, to] = [x(start), x(end ?? last)];
    const width = Math.max(3, to - from);
    const label =
      width > READABLE
        ? `<text x="${round(from + width / 2)}" y="${BAR.y + 17}" class="in">job ${escapeXml(job)}</text>`
        : '';
    return `<rect class="job${died ? ' died' : ''}" x="${round(from)}" y="${BAR.y}" width="${round(width)}" height="${BAR.height}"><title>job ${escapeXml(job)}</title></rect>${label}`;
  });
  const ticks = claim.timeline.map(
    ({ at, what }) =>
      `<line class="tick" x1="${round(x(at))}" x2="${round(x(at))}" y1="${BAR.y - 5}" y2="${BAR.y + BAR.height + 5}"><title>${escapeXml(`${at.text}: ${what}`)}</title></line>`,
  );
  const isOneDay = day(first) === day(last);
  const svg = [
    `<text x="${BAR.from}" y="22">${escapeXml(`${day(first)} ${clock(first)}`)}</text>`,
    `<text x="${BAR.to}" y="22" class="end">${escapeXml(isOneDay ? clock(last) : `${day(last)} ${clock(last)}`)}</text>`,
    `<text x="${WIDTH / 2}" y="22" class="mid soft">${escapeXml(sorted.length === 1 ? 'the log shows only its end' : lasted(last.ms - first.ms))}</text>`,
    `<rect class="life" x="${BAR.from}" y="${BAR.y}" width="${BAR.to - BAR.from}" height="${BAR.height}" rx="4"/>`,
    ...jobs,
    ...ticks,
    ...(claim.end ? [endMark(x(claim.end.at), claim.end.authoritative)] : []),
  ];
  return { svg: svg.join('\n'), height: BAR.y + BAR.height + 16 };
}

const ends = ({ end, jobs }: ClaimVerdict): Moment[] => [
  ...(end ? [end.at] : []),
  ...jobs.flatMap((job) => (job.end ? [job.end] : [])),
];

function endMark(x: number, authoritative: boolean | null): string {
  const tone = toneOf(authoritative);
  const y = BAR.y + BAR.height / 2;
  return `<circle class="end-mark ${tone}" cx="${round(x)}" cy="${y}" r="9"/><path class="cross" d="M${round(x - 4)} ${y - 4}l8 8m0 -8l-8 8"/>`;
}

/** Good, bad or undecided, as a class. */
export const toneOf = (authoritative: boolean | null): string =>
  authoritative === null ? 'warn' : authoritative ? 'good' : 'bad';

/** The decisive lines from top to bottom; where one side's is followed by the other's, something has gone over the wire. */
function sequenceOf({ end }: ClaimVerdict, steps: readonly Step[], top: number): Part {
  const first = top + 46;
  const y = (i: number) => first + i * ROW;
  const bottom = y(steps.length - 1) + 20;
  const lanes = (['startd', 'schedd'] as const).map(
    (side) =>
      `<rect class="head" x="${LANES[side] - 50}" y="${top}" width="100" height="24" rx="4"/><text x="${LANES[side]}" y="${top + 16}" class="mid strong">${side}</text><line class="lane" x1="${LANES[side]}" x2="${LANES[side]}" y1="${top + 24}" y2="${bottom}"/>`,
  );
  const isPaired = end?.cause === 'unrecognized' && end.pairedBy !== null;
  const arrows = steps.flatMap((step, i) => {
    const next = steps[i + 1];
    if (!isPaired || !next || next.side === step.side) return [];
    const [from, to] = [LANES[step.side], LANES[next.side]];
    const towards = Math.sign(to - from);
    const what = `<text x="${(from + to) / 2}" y="${y(i) + ROW / 2 - 6}" class="mid soft halo">${towards > 0 ? 'ALIVE' : 'answer'}</text>`;
    return [
      `<path class="wire" d="M${from + 12 * towards} ${y(i) + 2}L${to - 16 * towards} ${y(i + 1) - 2}"/><path class="point" d="M${to - 11 * towards} ${y(i + 1)}l${-9 * towards} -6l${-2 * towards} 9z"/>${what}`,
    ];
  });
  const rows = steps.map((step, i) =>
    rowOf(step, y(i), i === steps.length - 1 ? toneOf(end?.authoritative ?? null) : ''),
  );
  return { svg: [...lanes, ...arrows, ...rows].join('\n'), height: bottom - top + 8 };
}

function rowOf({ number, side, line, what }: Step, y: number, tone: string): string {
  const x = LANES[side];
  const isLeft = side === 'startd';
  const label = `<text x="${isLeft ? x - BESIDE : x + BESIDE}" y="${y + 4}"${isLeft ? ' class="end"' : ''}>${escapeXml(what)}</text>`;
  const time = `<text x="${isLeft ? EDGE : WIDTH - EDGE}" y="${y + 4}" class="${isLeft ? '' : 'end '}soft">${escapeXml(clock(line.at))}</text>`;
  return `${time}<circle class="step ${tone}" cx="${x}" cy="${y}" r="10"/><text x="${x}" y="${y + 4}" class="mid number">${number}</text>${label}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** How long something lasted, from milliseconds. */
function lasted(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds > 0 ? longDuration(seconds) : 'less than a second';
}
