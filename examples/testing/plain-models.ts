import type { PlainModel } from './reachable.ts';

/**
 * The protocols once more, written by hand as functions on plain data, from what they are said to do. They share nothing with
 * the machines, so that equal counts are evidence for both.
 */

const replaced = <T>(list: readonly T[], at: number, value: T): T[] => list.map((one, i) => (i === at ? value : one));

/** Program counters 0 to 3: idle, asking, waiting, critical. */
export const peterson = (givesTo: string): PlainModel<{ at: number[]; turn: number }> => ({
  initial: { at: [0, 0], turn: 0 },
  next: ({ at, turn }) =>
    [0, 1].flatMap((me) => {
      const other = 1 - me;
      const pc = at[me] as number;
      const isFree = at[other] === 0 || turn === me;
      if (pc === 2 && !isFree) return [];
      const given = givesTo === 'other' ? other : me;
      return [{ at: replaced(at, me, (pc + 1) % 4), turn: pc === 1 ? given : turn }];
    }),
});

type Alternating = { sent: number; waits: boolean; wanted: number; there: number | null; back: number | null };

/** A full channel drops what comes. */
export const alternatingBit = (values: number): PlainModel<Alternating> => ({
  initial: { sent: 0, waits: false, wanted: 0, there: null, back: null },
  next: (state) => {
    const all: Alternating[] = [];
    all.push({ ...state, waits: true, there: state.there ?? state.sent });
    if (state.there !== null) {
      all.push({ ...state, there: null });
      const isNew = state.there === state.wanted;
      const wanted = isNew ? (state.wanted + 1) % values : state.wanted;
      all.push({ ...state, there: null, wanted, back: state.back ?? state.there });
    }
    if (state.back !== null) {
      all.push({ ...state, back: null });
      const isMine = state.waits && state.back === state.sent;
      all.push(
        isMine ? { ...state, back: null, waits: false, sent: (state.sent + 1) % values } : { ...state, back: null },
      );
    }
    return all;
  },
});

/** How many forks each philosopher holds: 0, 1 or 2. */
export const philosophers = (seats: number, order: string): PlainModel<number[]> => {
  const forksOf = (i: number) => {
    const forks = [i, (i + 1) % seats];
    return order === 'one reversed' && i === seats - 1 ? forks.toReversed() : forks;
  };
  return {
    initial: Array.from({ length: seats }, () => 0),
    next: (held) => {
      const taken = new Set(held.flatMap((n, i) => forksOf(i).slice(0, n)));
      return held.flatMap((n, i) => {
        if (n === 2) return [replaced(held, i, 0)];
        return taken.has(forksOf(i)[n] as number) ? [] : [replaced(held, i, n + 1)];
      });
    },
  };
};

type Ring = { state: string[]; channel: number[][] };

const posted = (channel: number[][], from: number, id: number) =>
  replaced(channel, from, [...(channel[from] as number[]), id]);

export const changRoberts = (ring: string): PlainModel<Ring> => {
  const ids = [...ring].map(Number);
  const size = ids.length;
  return {
    initial: { state: ids.map(() => 'idle'), channel: ids.map(() => []) },
    next: ({ state, channel }) =>
      ids.flatMap((id, i) => {
        const all: Ring[] = [];
        if (state[i] === 'idle') all.push({ state: replaced(state, i, 'candidate'), channel: posted(channel, i, id) });
        const before = (i + size - 1) % size;
        const [first, ...rest] = channel[before] as number[];
        if (first === undefined) return all;
        const left = replaced(channel, before, rest);
        if (state[i] === 'idle')
          all.push({ state: replaced(state, i, 'candidate'), channel: posted(left, i, Math.max(first, id)) });
        else if (state[i] === 'leader' || first < id) all.push({ state, channel: left });
        else if (first === id) all.push({ state: replaced(state, i, 'leader'), channel: left });
        else all.push({ state, channel: posted(left, i, first) });
        return all;
      }),
  };
};

/** Two are inside at most if both are readers; the writer may be waited for. */
export const readersWriters = (prefers: string): PlainModel<{ at: number[]; awaited: boolean }> => ({
  initial: { at: [0, 0, 0], awaited: false },
  next: ({ at, awaited }) =>
    [0, 1, 2].flatMap((i) => {
      if (at[i] !== 1) return [{ at: replaced(at, i, ((at[i] as number) + 1) % 3), awaited }];
      const others = at.filter((_, j) => j !== i);
      if (i < 2) return at[2] === 2 || (prefers === 'writers' && awaited) ? [] : [{ at: replaced(at, i, 2), awaited }];
      return others.includes(2) ? [{ at, awaited: true }] : [{ at: replaced(at, i, 2), awaited: false }];
    }),
});

/** Where it is, and how many attempts there have been. */
export const fetchRetry: PlainModel<[at: string, attempts: number]> = {
  initial: ['idle', 0],
  next: ([at, n]) => {
    if (at === 'idle') return [['loading', 1]];
    if (at === 'loading') return [['cancelled', n], ['shown', n], n < 3 ? ['pausing', n] : ['failed', n]];
    return at === 'pausing'
      ? [
          ['cancelled', n],
          ['loading', n + 1],
        ]
      : [];
  },
};

type Tabs = { tabs: (number | 'idle' | 'out')[]; stored: number; current: number; session: string };

/** A tab that refreshes has a token on its way. */
export const rotatingToken = (locks: boolean, last = 3): PlainModel<Tabs> => ({
  initial: { tabs: ['idle', 'idle'], stored: 1, current: 1, session: 'valid' },
  next: (state) =>
    [0, 1].flatMap((i): Tabs[] => {
      const tab = state.tabs[i] as Tabs['tabs'][number];
      if (tab === 'out') return [];
      if (tab === 'idle') {
        const isHeld = locks && typeof state.tabs[1 - i] === 'number';
        return isHeld ? [] : [{ ...state, tabs: replaced(state.tabs, i, state.stored) }];
      }
      const out = replaced<Tabs['tabs'][number]>(state.tabs, i, 'out');
      if (state.session !== 'valid') return [{ ...state, tabs: out }];
      if (tab !== state.current) return [{ ...state, tabs: out, session: 'revoked' }];
      if (tab === last) return [{ ...state, tabs: out, session: 'over' }];
      return [{ ...state, tabs: replaced(state.tabs, i, 'idle'), stored: tab + 1, current: tab + 1 }];
    }),
});
