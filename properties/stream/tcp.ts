import {
  enters,
  isIn,
  never,
  type Occurrence,
  type Pattern,
  type Property,
  takes,
  witness,
} from '../../src/checker/index.ts';

/** The two directions of the one connection. */
const STREAMS = ['first.toSchedd', 'first.toStartd'] as const;

interface Stream {
  readonly end: number;
  readonly arrived: number;
  readonly read: number;
}

const streamOf = ({ snapshot }: Occurrence['to']): Stream => snapshot.context as Stream;

const unread = (at: Occurrence['to']): number => streamOf(at).arrived - streamOf(at).read;

const says = ({ sends }: Occurrence, type: string): boolean => sends.some(({ message }) => message.type === type);

const isOne = (occurrence: Occurrence, ...types: readonly string[]): boolean => types.includes(occurrence.event.type);

/** For either direction. */
const ofAStream =
  (pattern: Pattern): Pattern =>
  (occurrence) =>
    STREAMS.some((stream) => stream === occurrence.component) && pattern(occurrence);

const claim = (id: string, sentence: string, source: string, wrong: Pattern): Property => ({
  id,
  sentence,
  source,
  checks: never(ofAStream(wrong)),
});

/** A witness that an event is met in a state: what N1 to N7 are about does happen. */
const isMet = ([type, state]: (typeof MET)[number]): Property =>
  witness(
    `${type}-in-${state}`,
    `${type} is met in ${state}`,
    'the antecedents of N1 to N7',
    ofAStream((occurrence) => takes(occurrence.component, type, `connected.${state}`)(occurrence)),
  );

const MET = [
  ['RST', 'open'],
  ['RST', 'finSent'],
  ['RST', 'readerGone'],
  ['RESET_BY_PEER', 'open'],
  ['RESET_BY_PEER', 'finSent'],
  ['RESET_BY_PEER', 'readerGone'],
  ['DELIVER_RST', 'resetSent'],
  ['DELIVER_FIN', 'finSent'],
  ['WRITER_DIED', 'open'],
] as const;

const hasNoReader = ({ snapshot }: Occurrence['to']): boolean =>
  isIn(snapshot, 'connected.readerGone') || isIn(snapshot, 'connected.reset.readerClosed');

/** A reader that is there takes something, or gives it back. */
function readsAmiss({ event, from, to }: Occurrence): boolean {
  const taken = streamOf(to).read - streamOf(from).read;
  if (event.type === 'RECV') return unread(from) > 0 ? taken <= 0 : taken !== 0;
  return taken !== 0 && streamOf(to).end !== 0;
}

/** What the reader asks is not answered as it is. */
function answersAmiss({ event, from, sends }: Occurrence): boolean {
  const isEnded = isIn(from.snapshot, 'connected.finArrived') || isIn(from.snapshot, 'connected.reset');
  const is = unread(from) > 0 ? 'bytes' : isEnded ? 'end' : 'nothing';
  const [answer] = sends.map(({ message }) => message);
  switch (event.type) {
    case 'SELECT':
      return answer?.['readable'] !== (is !== 'nothing');
    case 'PEEK':
      return answer?.['found'] !== is;
    case 'RECV':
      return (answer?.type === 'CLOSED') !== (is === 'end') || (answer?.type === 'WOULD_BLOCK') !== (is === 'nothing');
    default:
      return false;
  }
}

const RESETS = ['RST', 'RESET_BY_PEER'];

/** What TCP promises of the two streams of a connection, whatever is cut, delayed, ended or reset. */
export const TCP: readonly Property[] = [
  claim(
    'N1',
    'Nothing is read that has not arrived, and nothing arrives that was not written',
    'tcp(7)',
    ({ to }) => unread(to) < 0 || streamOf(to).arrived > streamOf(to).end,
  ),
  claim('N2', 'A recv() takes some of what there is to read, and nothing else takes any', 'recv(2)', readsAmiss),
  claim(
    'N3',
    'select(), recv() and a peek find bytes while there are any, and the end only after the last',
    'recv(2), select(2)',
    answersAmiss,
  ),
  claim(
    'N4',
    'A reader that waits learns of everything that arrives: bytes, a FIN, an RST',
    'select(2)',
    (occurrence) =>
      isOne(occurrence, 'DELIVER', 'DELIVER_FIN', 'DELIVER_RST', 'RST') &&
      !hasNoReader(occurrence.from) &&
      !says(occurrence, 'READABLE'),
  ),
  {
    id: 'N5',
    sentence: 'After an RST nothing arrives any more, in either direction',
    source: 'tcp(7), ECONNRESET: for reading and for writing',
    checks: STREAMS.flatMap((stream) =>
      STREAMS.map((other) => ({
        kind: 'neverAfter' as const,
        what: (occurrence) => takes(stream, 'DELIVER')(occurrence) || takes(stream, 'DELIVER_FIN')(occurrence),
        after: takes(other, 'RST'),
        forget: enters(stream, 'connected'),
      })),
    ),
  },
  claim(
    'N6',
    'What was in flight when a connection is reset, or its writer dies, is lost',
    'tcp(7)',
    ({ event, to }) => [...RESETS, 'WRITER_DIED'].includes(event.type) && streamOf(to).end > streamOf(to).arrived,
  ),
  claim(
    'N7',
    'A connection that both ends have closed leaves nothing for the next one',
    'close(2)',
    (occurrence) => enters(occurrence.component, 'free')(occurrence) && streamOf(occurrence.to).end > 0,
  ),
  ...MET.map(isMet),
];
