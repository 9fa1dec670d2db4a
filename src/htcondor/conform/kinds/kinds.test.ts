import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALL_SUBSETS } from '../../../../machines/vocabulary.ts';
import { pathTo } from '../../../files/root.ts';
import { claimcheckHere as claimcheck } from '../../../testing/in-process.ts';
import { KindConformer } from './conform.ts';
import { type ConnectionsRecord, type DatagramsRecord, type KindRecord, loadKinds } from './record.ts';

const KINDS = loadKinds(pathTo('properties/measured/special-kinds.json'));
const UDP = loadKinds(pathTo('properties/measured/udp-replies.json')) as DatagramsRecord[];
const conformer = new KindConformer();

const isOfConnections = (record: KindRecord): record is ConnectionsRecord => 'connections' in record;
const CONNECTIONS = KINDS.filter(isOfConnections);

/** The subsets in which a condition holds. */
const subsets = (is: (bits: string) => boolean): string[] => ALL_SUBSETS.filter(is);
const without27897 = subsets((bits) => bits[3] === '0');

const called = (name: string, mode = 'head'): ConnectionsRecord =>
  CONNECTIONS.find((one) => one.case === name && one.mode === mode) as ConnectionsRecord;

/** How many of the records are noticed once they are changed. */
const noticed = (records: readonly KindRecord[]): string[] =>
  records.filter((record) => conformer.conform([record]).disagree.length > 0).map((record) => record.case);

/** With a reply where there was none, and none where there was one. */
const wrong = (record: ConnectionsRecord): ConnectionsRecord => ({
  ...record,
  outcomes: Object.fromEntries(
    Object.entries(record.outcomes).map(([bits, seen]) => [
      bits,
      seen.map((one) => ({ ...one, reply: one.reply === null ? 300 : null })),
    ]),
  ),
});

/** The subsets in which an ALIVE by UDP was answered -1: in both modes the same. */
const answered = (name: string): string[] => {
  const [first, second] = UDP.filter((record) => record.case === name).map(({ outcomes }) =>
    subsets((bits) => outcomes[bits]?.includes(-1) ?? false),
  );
  expect(second).toEqual(first);
  return first ?? [];
};

/** What the dozen and the good client see, for every turn of the good client. */
const last = (mode: string, bits: string) => {
  const allowed = conformer.allowed(called('12 connections with 25 bytes at once, then one good', mode), bits);
  return allowed as ConnectionsRecord['outcomes'][string][];
};

const fileWith = (value: unknown): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-')), 'kinds.json');
  writeFileSync(file, JSON.stringify(value));
  return file;
};

describe('what was measured of special kinds', () => {
  test('is what the model does, in all 16 subsets', () => {
    const { records, outcomes, agree, disagree } = conformer.conform(KINDS);
    expect({ records, outcomes, agree, disagree }).toEqual({ records: 58, outcomes: 928, agree: 928, disagree: [] });
  });

  test('of UDP is what the model does, in all 16 subsets', () => {
    const { records, outcomes, agree, disagree } = conformer.conform(UDP);
    expect({ records, outcomes, agree, disagree }).toEqual({ records: 96, outcomes: 1536, agree: 1536, disagree: [] });
  });

  test('is noticed when a reply is another', () => {
    const { agree } = conformer.conform(CONNECTIONS.map(wrong));
    expect(agree).toBe(0);
  });

  test('is noticed when a stop is left out, urgent data is taken for data, or a client does not come', () => {
    const unstopped = CONNECTIONS.filter(({ stops }) => stops.length > 0).map((one) => ({ ...one, stops: [] }));
    const told = noticed(unstopped);
    const unnoticed = unstopped.map((one) => one.case).filter((name) => !told.includes(name));
    // A stop that ends before the time-out, with nothing due meanwhile, changes nothing.
    expect([...new Set(unnoticed)]).toEqual([
      'SIGSTOP 0.3 s after the command, SIGCONT at 0.8 s, claim id at 0.9 s',
      'SIGSTOP 0.3 s after the command, SIGCONT at 0.8 s, silence',
    ]);
    const inBand = CONNECTIONS.map((record) => ({
      ...record,
      connections: record.connections.map((client) => ({
        ...client,
        writes: client.writes.map(([wait, hex]) => [wait, hex] as const),
      })),
    })).filter((_, i) => CONNECTIONS[i]?.connections.some(({ writes }) => writes.some((write) => write.length === 3)));
    expect(new Set(noticed(inBand)).size).toBeGreaterThanOrEqual(3);
    const fewer = [called('12 connections with 25 bytes at once, then one good')].map((record) => ({
      ...record,
      connections: record.connections.map((client) => ({ ...client, count: Math.min(client.count, 11) })),
    }));
    expect(noticed(fewer)).toHaveLength(1);
  });
});

describe('an ALIVE by UDP', () => {
  test('without a claim id is answered -1 exactly in the subsets without 27897', () => {
    expect(answered('raw: no claim id')).toEqual(without27897);
    expect(answered('auth: no claim id')).toEqual(without27897);
    expect(answered('raw: two fragments, no claim id')).toEqual(without27897);
  });

  test('with a claim id without its NUL is answered nowhere, with a session where the flag is set and 27897 is missing', () => {
    expect(answered('raw: a claim id without its NUL')).toEqual([]);
    expect(answered('auth: a claim id without its NUL')).toEqual(
      without27897.filter((bits) => !(bits[0] === '1' && bits[2] === '1')),
    );
  });
});

const STOPPED = [
  'SIGSTOP 0.3 s after the command, claim id sent at 1.0 s, SIGCONT at 3.3 s',
  'SIGSTOP 0.3 s after command + 25 bytes, rest at 1.0 s, SIGCONT at 3.3 s',
  '25 bytes at 0.3 s, SIGSTOP at 0.4 s, rest at 1.0 s, SIGCONT at 3.3 s',
  'SIGSTOP before the connection, command, claim id 1.4 s later, SIGCONT after 3 s',
];

describe('a schedd that is stopped while a handler reads', () => {
  test('finds the data that came meanwhile, not the time-out: 300 in all 16 subsets', () => {
    for (const record of ['head', '2011'].flatMap((mode) => STOPPED.map((name) => called(name, mode)))) {
      for (const bits of ALL_SUBSETS) {
        expect(conformer.allowed(record, bits)).toMatchObject([[{ reply: 300, connection: 'closed' }]]);
      }
    }
  });
});

describe('a dozen silent clients before a good one', () => {
  test('block the schedd for a second each without 27896, and not at all with it', () => {
    for (const bits of ALL_SUBSETS) {
      const waits = last('head', bits).map(([, good]) => good?.replyAfter);
      const range = [Math.min(...waits.map(Number)), Math.max(...waits.map(Number))];
      expect(range).toEqual(bits[2] === '1' ? [0, 0] : [0.8, 11.8]);
    }
  });

  test('block it whatever its fixes are where readReady() does not read, as in 2011', () => {
    for (const bits of ALL_SUBSETS) {
      const waits = last('2011', bits).map(([, good]) => good?.replyAfter);
      expect(Math.max(...waits.map(Number))).toBe(11.8);
    }
  });
});

describe('conform --kinds', () => {
  const udp = UDP.find(({ mode }) => mode === 'head') as DatagramsRecord;
  const [tcp] = CONNECTIONS as [ConnectionsRecord];
  const [client] = tcp.connections;

  test('says how much agrees', async () => {
    const { code, stdout } = await claimcheck('conform', '--kinds', 'properties/measured/udp-replies.json');
    expect([code, stdout]).toEqual([0, '1536 of 1536 outcomes of 96 records agree.\n']);
  });

  test('shows what was measured beside what the model allows', async () => {
    const file = fileWith([{ ...udp, case: 'a \u001b[31mname', outcomes: { '0000': [] } }]);
    const { code, stdout } = await claimcheck('conform', '--kinds', file);
    expect(code).toBe(1);
    expect(stdout).toContain('head, a \\x1b[31mname, fixes 0000\n  measured no reply\n  model    reply 300\n');
    expect(stdout).toContain('0 of 1 outcomes of 1 records agree.');
  });

  test.each([
    [[], 'at least one record was expected, not []'],
    [[{ ...udp, datagrams: [] }], 'datagrams: at least one datagram was expected, not []'],
    [[{ ...udp, datagrams: ['0'] }], 'datagrams[0]: bytes in hex were expected, not "0"'],
    [[{ ...udp, outcomes: { '0000': [null] } }], 'outcomes.0000[0]: an int was expected, not null'],
    [[{ ...udp, outcomes: {} }], 'outcomes: an object of outcomes by subset was expected, not {}'],
    [[{ ...tcp, connections: [] }], 'connections: at least one client was expected, not []'],
    [[{ ...tcp, connections: [{ ...client, writes: [] }] }], 'writes: at least one write was expected, not []'],
    [[{ ...tcp, connections: [{ ...client, count: 0 }] }], 'count: a number of clients was expected, not 0'],
    [[{ ...tcp, connections: [{ ...client, writes: [[0, '00', 'soon']] }] }], 'writes[0]'],
    [[{ ...tcp, stops: [[2, 1]] }], 'stops[0]: a stop that ends after it begins was expected'],
    [[{ ...tcp, outcomes: { '0000': [] } }], 'outcomes with one entry for each entry of connections'],
    [[{ ...tcp, outcomes: { 5: [] } }], 'outcomes: four bits were expected, not "5"'],
  ])('says of a bad file what was expected where: %#', async (records, why) => {
    const { code, stdout, stderr } = await claimcheck('conform', '--kinds', fileWith(records));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(why);
  });
});
