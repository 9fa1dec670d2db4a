import type { Moment, Sent } from '../../../../traces/messages/messages.ts';

interface Props {
  readonly message: Sent;
  /** How many steps of the run have been taken: what lies ahead is faint. */
  readonly at: number;
  readonly xOf: (process: string) => number;
  readonly yAt: (moment: Moment) => number;
  /** How far down a message has come that is still under way. */
  readonly row: number;
}

/** How far a message comes that never arrives, and one that is under way. */
const LOST_AT = 0.72;
const UNDER_WAY_AT = 0.3;
const HEAD = 7;

/** A message: an arrow if it has arrived, a line that ends in a cross if it is lost, an open one while it is under way. Its name is next to the lifelines. */
export function Arrow({ message, at, xOf, yAt, row }: Props) {
  const { from, to, kind, sent, pieces, arrived, lost } = message;
  const x = xOf(from);
  const y = yAt(sent);
  const way = xOf(to) - x;
  const fate = arrived ? 'arrived' : lost ? 'lost' : 'under-way';
  const when = sent.step > at ? 'ahead' : (arrived ?? lost ?? sent).step > at ? 'on-its-way' : '';
  const far = { arrived: 1, lost: LOST_AT, 'under-way': UNDER_WAY_AT }[fate];
  const end = { x: x + way * far, y: (arrived ?? lost) ? yAt((arrived ?? lost) as Moment) : y + row };
  return (
    <g class={`message ${kind} ${fate} ${when}`}>
      {(fate !== 'under-way' || pieces.length === 0) && <line x1={x} y1={y} x2={end.x} y2={end.y} />}
      {pieces.map((piece) => (
        <g key={piece.step} class="piece">
          <line x1={x} y1={y} x2={xOf(to)} y2={yAt(piece)} />
          <circle cx={xOf(to)} cy={yAt(piece)} r={3.5} />
        </g>
      ))}
      {fate === 'arrived' && <path class="head" d={head(end, Math.atan2(end.y - y, end.x - x))} />}
      {fate === 'lost' && <path class="cross" d={cross(end)} />}
    </g>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function head({ x, y }: Point, angle: number): string {
  const barb = (by: number) => `${x - HEAD * Math.cos(angle + by)} ${y - HEAD * Math.sin(angle + by)}`;
  return `M${x} ${y}L${barb(0.45)}L${barb(-0.45)}z`;
}

function cross({ x, y }: Point): string {
  const r = 6;
  return `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`;
}
