import { describe, expect, test } from 'vitest';
import { fixesFromBits } from '../../../machines/vocabulary.ts';
import type { Choice } from '../../checker/system/compose.ts';
import { traceOf } from '../../checker/replay/trace.ts';
import { choiceOf } from '../../pages/explorer/token.ts';
import { keepAliveModel, peerModel } from '../../htcondor/models.ts';
import { messagesOf, type Sent } from './messages.ts';

const network = keepAliveModel({ fixes: fixesFromBits('0000'), path: 'auth' }).composition;
const peer = peerModel({ fixes: fixesFromBits('0000'), revision: '2011', path: 'auth' }).composition;

/** What has become of a message: `claim id startd>schedd 4 lost 7`. */
const fate = ({ text, from, to, sent, pieces, arrived, lost }: Sent): string =>
  [
    text,
    `${from}>${to}`,
    sent.step,
    ...pieces.map(({ step, upTo }) => `${upTo} ${step}`),
    arrived ? `arrived ${arrived.step}` : lost ? `lost ${lost.step}` : 'under way',
  ].join(' ');

const fates = (composition: typeof network, ...tokens: readonly string[]) => {
  const run = tokens.map((token) => choiceOf(composition, token) as Choice);
  return messagesOf(composition, traceOf(composition, run)).map(fate);
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

  test('is lost when its reader closes before it is there: the late claim id of the ticket', () => {
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
      'claim id startd>schedd 4 lost 7',
      '-1 schedd>startd 7 arrived 8',
      'FIN schedd>startd 7 lost 9',
    ]);
  });

  test('is lost at once when nobody is left to read it', () => {
    expect(
      fates(
        network,
        ...SENT,
        'first.toSchedd.DELIVER.2.the-whole-packet',
        'claim.REPLY_DEADLINE',
        'first.startdSock.TIMEOUT',
        'first.daemonCore.SELECT',
      ).slice(4),
    ).toEqual(['FIN startd>schedd 7 lost 8', '300 schedd>startd 8 lost 8']);
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
