import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import study from '../../claimcheck.config.ts';
import { randomRun } from '../../src/checker/random/random-run.ts';
import { traceOf } from '../../src/checker/replay/trace.ts';
import type { Choice } from '../../src/checker/system/compose.ts';
import { choiceOf } from '../../src/pages/explorer/token.ts';
import { readTraceFile } from '../../src/traces/formats/trace-reader.ts';
import { happeningsOf, messagesOf, type Sent, seenIn } from '../../src/traces/messages/messages.ts';
import { processesOf } from '../../src/traces/messages/processes.ts';
import { seen } from '../../src/traces/messages/sentence.ts';
import { MODELS, modelOf, variantOf } from '../../src/testing/models.ts';
import { CARRIERS } from './stream-carrier.ts';

const network = modelOf('keep-alive').composition;
const peer = modelOf('peer').composition;

/** What has become of a message: `claim id startd>schedd 4 too late 7`. */
const fate = ({ text, from, to, sent, pieces, arrived, lost }: Sent): string =>
  [
    text,
    `${from}>${to}`,
    sent.step,
    ...pieces.map(({ step, detail }) => `${detail} ${step}`),
    arrived ? `arrived ${arrived.step}` : lost ? `${lost.detail} ${lost.step}` : 'under way',
  ].join(' ');

const fates = (composition: typeof network, ...tokens: readonly string[]) => {
  const run = tokens.map((token) => choiceOf(composition, token) as Choice);
  return messagesOf(composition, traceOf(composition, run), CARRIERS).map(fate);
};

const CONNECTED = ['matchRecord.CLAIM_STARTD', 'claim.ALIVE_TIMER', 'claim.ESTABLISHED'];
const SENT = [...CONNECTED, 'claim.SELECT'];
const BEFORE = ['REQUEST_CLAIM schedd>startd 1 arrived 1', 'connect startd>schedd 3 arrived 3'];

describe('a message', () => {
  test('is under way until the network delivers it', () => {
    expect(fates(network, ...SENT, 'first.toSchedd.DELIVER.1.the-whole-packet')).toEqual([
      ...BEFORE,
      'ALIVE startd>schedd 4 arrived 5',
      'claim id startd>schedd 4 under way',
    ]);
  });

  test('can arrive in pieces, and brings with it what was sent before', () => {
    expect(
      fates(
        network,
        ...SENT,
        'first.toSchedd.DELIVER.2.part-of-the-header',
        'first.toSchedd.DELIVER.2.part-of-the-body',
        'first.toSchedd.DELIVER.2.the-whole-packet',
      ).slice(2),
    ).toEqual([
      'ALIVE startd>schedd 4 arrived 5',
      'claim id startd>schedd 4 part of the header 5 part of the body 6 arrived 7',
    ]);
  });

  test('is too late when its reader closes before it is there: the late claim id of the ticket', () => {
    expect(
      fates(
        network,
        ...SENT,
        'first.toSchedd.DELIVER.1.the-whole-packet',
        'first.daemonCore.SELECT',
        'first.scheddSock.TIMEOUT',
        'first.toStartd.DELIVER.1.the-whole-packet',
        'claim.SELECT',
      ),
    ).toEqual([
      ...BEFORE,
      'ALIVE startd>schedd 4 arrived 5',
      'claim id startd>schedd 4 too late 7',
      '-1 schedd>startd 7 arrived 8',
      'FIN schedd>startd 7 too late 9',
    ]);
  });

  test('is too late at once when its reader has closed already', () => {
    expect(
      fates(
        network,
        ...SENT,
        'first.toSchedd.DELIVER.2.the-whole-packet',
        'claim.REPLY_DEADLINE',
        'first.startdSock.TIMEOUT',
        'first.daemonCore.SELECT',
      ).slice(4),
    ).toEqual(['FIN startd>schedd 7 too late 8', '300 schedd>startd 8 too late 8']);
  });

  test('that has not left is lost when its process dies; its FIN arrives', () => {
    expect(
      fates(
        network,
        ...SENT,
        'first.toSchedd.DELIVER.1.the-whole-packet',
        'claim.STARTD_DIES',
        'first.toSchedd.DELIVER_FIN',
      ).slice(2),
    ).toEqual(['ALIVE startd>schedd 4 arrived 5', 'claim id startd>schedd 4 lost 6', 'FIN startd>schedd 6 arrived 7']);
  });

  test('is lost in a reset, of which the two ends learn at different times', () => {
    expect(fates(network, ...SENT, 'first.toSchedd.RST', 'first.toStartd.DELIVER_RST').slice(2)).toEqual([
      'ALIVE startd>schedd 4 lost 5',
      'claim id startd>schedd 4 lost 5',
      'RST network>schedd 5 arrived 5',
      'RST network>startd 5 arrived 6',
    ]);
  });

  test('of a peer that is no startd is accounted for alike', () => {
    expect(fates(peer, 'peer.START', 'peer.SEND_PACKET.stray', 'peer.HANG_UP')).toEqual([
      'connect peer>schedd 1 arrived 1',
      'ALIVE peer>schedd 1 under way',
      'stray bytes peer>schedd 2 under way',
      'FIN peer>schedd 3 under way',
    ]);
  });
});

/** What is seen of the messages of a counterexample: each happening with the number of its step. */
function seenOf(name: string): string[] {
  const file = new URL(`../counterexamples/${name}.json`, import.meta.url);
  const json = JSON.parse(readFileSync(file, 'utf8'));
  const { row, find } = readTraceFile(study, name, json);
  const { composition } = MODELS.model(row);
  const trace = traceOf(composition, find(composition));
  return seenIn(trace, messagesOf(composition, trace, CARRIERS))
    .flat(2)
    .map((happening) => `${happening.step} ${seen(happening).process}: ${seen(happening).text}`);
}

describe('what the network carries', () => {
  test('in the ticket: the claim id comes too late', () => {
    expect(seenOf('S1-0000')).toEqual([
      '1 schedd: sends REQUEST_CLAIM to startd',
      '3 startd: connects to schedd',
      '4 startd: sends ALIVE to schedd',
      '4 startd: sends claim id to schedd',
      '5 schedd: ALIVE arrives from startd',
      '7 schedd: sends -1 to startd',
      '7 schedd: claim id from startd is too late',
      '7 schedd: sends FIN to startd',
      '8 startd: -1 arrives from schedd',
      '9 startd: FIN from schedd is too late',
    ]);
  });

  test('with 27896 alone: part of a header is enough', () => {
    expect(seenOf('S1-0010').slice(4, 6)).toEqual([
      '5 schedd: ALIVE arrives from startd',
      '5 schedd: claim id arrives from startd, up to part of the header',
    ]);
  });

  test('where it resets the connection: what is under way is lost', () => {
    expect(seenOf('S2-0010').slice(5)).toEqual([
      '6 schedd: claim id from startd is lost',
      '6 schedd: RST arrives from network',
    ]);
  });

  test('is carried by the network alone, which is no speaker', () => {
    expect(processesOf(network, CARRIERS)).toEqual({ speakers: ['startd', 'schedd'], media: ['network'] });
    expect(processesOf(peer, CARRIERS)).toEqual({ speakers: ['peer', 'schedd'], media: ['network'] });
  });

  test.each([
    ['the keep-alive', modelOf('keep-alive')],
    ['a peer', modelOf('peer', { revision: 'head' })],
    ['a reply', variantOf('reply', 'head-raw')],
  ] as const)(
    'in any run of %s is sent before it arrives, and once it has arrived or is lost, that is its end',
    (_, { composition }) => {
      const counts = { sent: 0, piece: 0, arrived: 0, lost: 0 };
      for (let seed = 0; seed < 150; seed++) {
        const trace = traceOf(composition, randomRun(composition, { seed, steps: 60, attempts: 3 }));
        const messages = messagesOf(composition, trace, CARRIERS).filter(({ via }) => via !== null);
        for (const message of messages) {
          const happenings = happeningsOf([message]).map(({ what }) => what);
          expect(happenings.join(' '), `seed ${seed}: ${message.text}`).toMatch(/^sent( piece)*( arrived| lost)?$/);
          for (const what of happenings) counts[what] += 1;
        }
      }
      expect(Math.min(...Object.values(counts))).toBeGreaterThan(0);
    },
  );
});
