import { ALL_SUBSETS, DATAGRAM_PATHS, FIX_IDS, type FixId, PATHS, PEER_PATHS } from '../../../machines/vocabulary.ts';
import type { Figure } from './content.ts';
import { recorded, type RecordedRow, recordedVariants } from './facts.ts';

/** A subset of the fixes is safe in some of the environments: in all, or in the first only, or in none. */
export interface Safety {
  readonly environment: string;
  readonly safe: readonly string[];
}

const SAFETY = ['S1', 'S2', 'S3', 'S5', 'S4'];

/** The subsets in which none of the properties is violated on any path. */
function safeIn(rows: readonly RecordedRow[], paths: readonly string[], ids: readonly string[]): string[] {
  const holds = (fixes: string, path: string) =>
    ids.every((id) => rows.find((row) => row.fixes === fixes && row.path === path)?.verdicts[id] === 'holds');
  return ALL_SUBSETS.filter((fixes) => paths.every((path) => holds(fixes, path)));
}

/** The subsets in which no client that sends datagrams is answered -1 without a claim id, on any path. */
export function safeByUdp(): string[] {
  const rows = recordedVariants('datagrams');
  const holds = (variant: string) => rows.find((row) => row.variant === variant)?.verdicts['S2'] === 'holds';
  return ALL_SUBSETS.filter((fixes) => DATAGRAM_PATHS.every((path) => holds(`${path}-${fixes}`)));
}

/** Which subsets are safe, drawn from the verdicts. A peer may come by TCP or by UDP. */
export function safeties(): { network: Safety; peer: Safety } {
  const byUdp = safeByUdp();
  const byTcp = safeIn(recorded('peer'), PEER_PATHS, ['S2']);
  return {
    network: { environment: 'the network', safe: safeIn(recorded('keep-alive'), PATHS, SAFETY) },
    peer: { environment: 'any peer', safe: byTcp.filter((fixes) => byUdp.includes(fixes)) },
  };
}

const isWithin = (small: string, big: string): boolean => [...small].every((bit, i) => bit === '0' || big[i] === '1');

/** Those of which no smaller one is among them. */
export function minimal(subsets: readonly string[]): string[] {
  return subsets.filter((one) => !subsets.some((other) => other !== one && isWithin(other, one)));
}

/** Those of which no bigger one is among them. */
export function maximal(subsets: readonly string[]): string[] {
  return subsets.filter((one) => !subsets.some((other) => other !== one && isWithin(one, other)));
}

/** The check-ins of a subset. */
export const checkIns = (bits: string): FixId[] => FIX_IDS.filter((_, i) => bits[i] === '1');

export const others = (subsets: readonly string[]): string[] => ALL_SUBSETS.filter((one) => !subsets.includes(one));

const WIDE = 96;
const HIGH = 46;
const SPACE = { x: 14, y: 42 };

/** The subsets, the bigger the higher, with lines to those that have one fix more. */
export function lattice(network: Safety, anybody: Safety): Figure {
  const kindOf = (bits: string) =>
    anybody.safe.includes(bits) && network.safe.includes(bits)
      ? 'good'
      : network.safe.includes(bits)
        ? 'partly'
        : 'bad';
  const marked = new Set([...minimal(network.safe), ...maximal(others(network.safe))]);
  const width = 6 * WIDE + 5 * SPACE.x + 4;
  const at = (bits: string) => {
    const rank = checkIns(bits).length;
    const row = ALL_SUBSETS.filter((one) => checkIns(one).length === rank);
    const left = (width - row.length * WIDE - (row.length - 1) * SPACE.x) / 2;
    return { x: left + row.indexOf(bits) * (WIDE + SPACE.x), y: (FIX_IDS.length - rank) * (HIGH + SPACE.y) + 2 };
  };
  const edges = ALL_SUBSETS.flatMap((from) =>
    ALL_SUBSETS.filter((to) => isWithin(from, to) && checkIns(to).length === checkIns(from).length + 1).map((to) => ({
      from,
      to,
    })),
  );
  const lines = edges.map(({ from, to }) => {
    const [a, b] = [at(from), at(to)];
    return `<line class="rule" x1="${a.x + WIDE / 2}" y1="${a.y}" x2="${b.x + WIDE / 2}" y2="${b.y + HIGH}"/>`;
  });
  const boxes = ALL_SUBSETS.map((bits) => {
    const { x, y } = at(bits);
    const middle = x + WIDE / 2;
    return `<rect class="${kindOf(bits)}${marked.has(bits) ? ' mark' : ''}" x="${x}" y="${y}" width="${WIDE}" height="${HIGH}" rx="6"/>
<text class="strong" x="${middle}" y="${y + 19}" text-anchor="middle">${bits}</text>
<text x="${middle}" y="${y + 36}" text-anchor="middle">${WORDS[kindOf(bits)]}</text>`;
  });
  return {
    kind: 'figure',
    title: 'The 16 subsets of the fixes',
    description: `Bits in the order ${FIX_IDS.join(' ')}; a line leads to a subset with one fix more. Thick borders: the minimal safe subsets ${minimal(network.safe).join(', ')}, and the maximal unsafe ones ${maximal(others(network.safe)).join(', ')}, against the network. Safe against any peer as well: ${anybody.safe.join(', ')}.`,
    drawing: { width, height: 5 * HIGH + 4 * SPACE.y + 4, body: [...lines, ...boxes].join('\n') },
    mermaid: [
      'flowchart BT',
      ...ALL_SUBSETS.map(
        (bits) => `  s${bits}["${bits}: ${WORDS[kindOf(bits)]}"]:::${kindOf(bits)}${marked.has(bits) ? 'Mark' : ''}`,
      ),
      ...edges.map(({ from, to }) => `  s${from} --- s${to}`),
      ...Object.entries(FILLS).flatMap(([kind, look]) => [
        `  classDef ${kind} ${look}`,
        `  classDef ${kind}Mark ${look},stroke-width:4px`,
      ]),
    ].join('\n'),
  };
}

const WORDS = { good: 'safe', partly: 'safe: network', bad: 'unsafe' } as const;
const FILLS = {
  good: 'fill:#e9f5ed,stroke:#1a5c34,color:#1d2126',
  partly: 'fill:#fdf3e0,stroke:#7a4b00,color:#1d2126',
  bad: 'fill:#fcecea,stroke:#a3211a,color:#1d2126,stroke-dasharray:5 3',
} as const;
