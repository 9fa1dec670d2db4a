import { expect, test } from 'vitest';
import { type AnyStateMachine, assign } from 'xstate';
import { streamMachine } from '../../machines/condor-io/stream.ts';
import { Composition } from '../../src/checker/system/compose.ts';
import { TableStore } from '../../src/checker/system/table/table.ts';
import { verify } from '../../src/checker/verify.ts';
import { variantOf } from '../../src/testing/models.ts';
import { mutantsOf } from '../../src/mutation/mutants.ts';
import { substitute } from '../../src/mutation/substitute.ts';
import { edited } from '../../src/testing/edited.ts';
import { TCP } from './tcp.ts';

const { spec } = variantOf('connection', 'startd-raw').composition;

/** The edited systems differ in one machine each, and have the tables of the others in common. */
const TABLES = new TableStore();

function violatedBy(machine: AnyStateMachine): string[] {
  const composition = new Composition(substitute(spec, streamMachine, machine), TABLES);
  const { findings } = verify(composition, TCP, { maxStates: 20_000 });
  return findings.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property.id);
}

function mutant(id: string): AnyStateMachine {
  const found = mutantsOf(streamMachine).find((one) => one.id === `stream/${id}`);
  if (!found) throw new Error(`no mutant ${id}`);
  return found.make();
}

const READABLE = { type: 'send', params: { to: 'reader', message: { type: 'READABLE' } } };

test.each<[string, AnyStateMachine, string[]]>([
  ['as it is', streamMachine, []],
  [
    'that ends before what has arrived when its writer dies',
    edited(streamMachine, 'connected.open', 'WRITER_DIED', { target: 'finSent', actions: assign({ end: 0 }) }),
    ['N1'],
  ],
  ['that gives the same bytes again', mutant('connected/RECV[0] drop-action 1'), ['N2']],
  [
    'in which every peek finds bytes',
    edited(streamMachine, 'connected', 'PEEK', {
      actions: [{ type: 'send', params: { to: 'sender', message: { type: 'PEEKED', found: 'bytes' } } }],
    }),
    ['N3'],
  ],
  [
    'whose reader is not told of a FIN',
    edited(streamMachine, 'connected.finSent', 'DELIVER_FIN', { target: 'finArrived', guard: 'allHasArrived' }),
    ['N4'],
  ],
  [
    'that is reset in one direction alone',
    edited(streamMachine, 'connected.open', 'RST', { target: 'reset', actions: ['loseWhatIsInFlight', READABLE] }),
    ['N5'],
  ],
  [
    'that keeps what was in flight when its writer died',
    edited(streamMachine, 'connected.open', 'WRITER_DIED', { target: 'finSent' }),
    ['N6'],
  ],
  [
    'that remembers the connection before',
    edited(streamMachine, 'connected.finArrived', 'READER_CLOSED', { target: '#stream.free' }),
    ['N7'],
  ],
])('a stream %s', (_, machine, ids) => {
  expect(violatedBy(machine)).toEqual(ids);
});
