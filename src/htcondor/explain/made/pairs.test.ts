import { describe, expect, test } from 'vitest';
import {
  CLAIM,
  endsOf,
  found,
  HOST,
  type MadeLogs,
  MadeSchedd,
  MadeStartd,
  OTHER_HOST,
  stamp,
} from '../testing/made.ts';

/** A job on slot1 that is lost at 600 s because its claim is disowned. */
const startd = () => new MadeStartd().run(0, 'slot1', '1.0').disowned(600, 'slot1');
const schedd = (version?: string) =>
  new MadeSchedd(version === undefined ? {} : { version }).shadow(0, '1.0', 'slot1', 11);
const lost = (log: MadeSchedd) => log.ends(601, '1.0', 'slot1', 11, 107);
const one = (log: MadeSchedd, of: MadeStartd = startd()): MadeLogs => ({
  startd: { StartLog: of },
  schedd: { SchedLog: log },
});

const SOCK = (name: string) => `<10.0.0.5:9618?addrs=10.0.0.5-9618&alias=n5&sock=${name}>`;
const NAT = '<192.168.1.5:9618?CCBID=1.2.3.4:9618%3faddrs%3d1.2.3.4-9618#12&PrivNet=x>';
const IPV6 = '<[fd00::5]:9618?addrs=[fd00--5]-9618&alias=n5>';

/** What is true of each, and what is told: it may be unknown, and is never another. */
const CASES: readonly [string, MadeLogs, string[]][] = [
  ['a release that does not log an answer to nobody', one(lost(schedd('9.0.1'))), ['slot1 1.0 unrecognized null']],
  ['a release that would have logged it', one(lost(schedd('8.0.1'))), ['slot1 1.0 unrecognized null']],
  ['a spurious removal at the default level', one(lost(schedd().nobody(600))), ['slot1 1.0 unrecognized false']],
  [
    'a read that failed, and the refusal of a claim of which the record had gone',
    one(
      schedd()
        .ends(590, '1.0', 'slot1', 11, 107)
        .at(600, 'condor_read(): timeout reading 5 bytes from <10.0.0.5:40001>.')
        .unknown(600),
    ),
    ['slot1 1.0 unrecognized true'],
  ],
  [
    'a read that failed, and an answer to nobody, of a claim of which the record had gone',
    one(schedd().ends(300, '1.0', 'slot1', 11, 100).nobody(600)),
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'the same, of a claim of which the StartLog does not have the beginning',
    one(schedd().ends(300, '1.0', 'slot1', 11, 100).nobody(600), new MadeStartd().disowned(600, 'slot1')),
    ['slot1 null unrecognized null'],
  ],
  [
    'an answer to nobody of a schedd that was started again and had not come to know the claim',
    one(schedd().starts(400).nobody(600)),
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'an answer to nobody of a schedd that was started again and knew the claim',
    one(schedd().starts(400).at(405, `Started shadow for job 1.0 on ${HOST} for alice, (shadow pid = 21)`).nobody(600)),
    ['slot1 1.0 unrecognized false'],
  ],
  ['a refusal while the record lives', one(lost(schedd().unknown(600))), ['slot1 1.0 unrecognized null']],
  [
    'two removals in one second, one of them spurious',
    one(
      lost(
        schedd()
          .shadow(10, '2.0', 'slot2', 12)
          .nobody(600)
          .unknown(600, `${HOST}#1709600000#8#...`)
          .ends(500, '2.0', 'slot2', 12, 4),
      ),
      startd().run(10, 'slot2', '2.0').disowned(600, 'slot2'),
    ),
    ['slot1 1.0 unrecognized false', 'slot2 2.0 unrecognized true'],
  ],
  [
    'an answer in the log of another schedd, which has a job 1.0 elsewhere',
    {
      startd: { StartLog: startd() },
      schedd: {
        'SchedLog.a': lost(schedd()),
        'SchedLog.b': new MadeSchedd({ address: '<10.0.0.10:9618>' })
          .shadow(5, '1.0', 'slot3', 11, '<10.0.0.7:9618>')
          .nobody(600),
      },
    },
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'an answer in the log of another schedd, of which the claim on the same host lives',
    {
      startd: { StartLog: startd().run(1, 'slot2', '1.0') },
      schedd: {
        'SchedLog.a': lost(schedd()),
        'SchedLog.b': new MadeSchedd({ address: '<10.0.0.10:9618>' }).shadow(1, '1.0', 'slot2', 11).nobody(600),
      },
    },
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'an answer in the log of its own schedd, beside that of another one with the same job on the same host',
    {
      startd: { StartLog: startd().run(1, 'slot2', '1.0') },
      schedd: {
        'SchedLog.a': lost(schedd().nobody(600)),
        'SchedLog.b': new MadeSchedd({ address: '<10.0.0.10:9618>' }).shadow(1, '1.0', 'slot2', 11),
      },
    },
    ['slot1 1.0 unrecognized false'],
  ],
  [
    'a blanked address, and two hosts that lost a job',
    one(
      lost(
        schedd()
          .shadow(0, '9.0', 'slot1', 19, OTHER_HOST)
          .nobody(600, '<>')
          .ends(601, '9.0', 'slot1', 19, 107, OTHER_HOST),
      ),
    ),
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'an answer to another host, which lost its job too',
    one(
      lost(
        schedd()
          .shadow(0, '9.0', 'slot1', 19, OTHER_HOST)
          .nobody(600, '<10.0.0.77:4>')
          .ends(601, '9.0', 'slot1', 19, 107, OTHER_HOST),
      ),
    ),
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'answers to two hosts, a second apart',
    one(lost(schedd().nobody(599, '<10.0.0.77:40001>').nobody(600))),
    ['slot1 1.0 unrecognized false'],
  ],
  [
    'a genuine removal, and a spurious one of the next claim of the slot',
    one(
      schedd()
        .ends(500, '1.0', 'slot1', 11, 4)
        .unknown(600)
        .shadow(701, '2.0', 'slot1', 12)
        .nobody(1200)
        .ends(1201, '2.0', 'slot1', 12, 107),
      startd().run(700, 'slot1', '2.0').disowned(1200, 'slot1'),
    ),
    ['slot1 1.0 unrecognized true', 'slot1 2.0 unrecognized false'],
  ],
  [
    'two startds behind one shared port, the refusal that is logged being that of the other one',
    one(
      schedd()
        .at(0)
        .shadow(0, '3.0', 'slot1', 13, SOCK('a'))
        .shadow(0, '2.0', 'slot1', 12, SOCK('b'))
        .ends(400, '2.0', 'slot1', 12, 4, SOCK('b'))
        .unknown(600, `${SOCK('b')}#17#3#...`),
      new MadeStartd({ address: SOCK('a') }).run(0, 'slot1', '3.0').disowned(600, 'slot1'),
    ),
    ['slot1 3.0 unrecognized null'],
  ],
  [
    'two startds of one host, on two ports, likewise',
    one(
      schedd()
        .shadow(0, '3.0', 'slot1', 13, '<10.0.0.5:9700>')
        .shadow(0, '2.0', 'slot1', 12, '<10.0.0.5:9701>')
        .ends(400, '2.0', 'slot1', 12, 4, '<10.0.0.5:9701>')
        .unknown(600, '<10.0.0.5:9701>#17#3#...'),
      new MadeStartd({ address: '<10.0.0.5:9700>' }).run(0, 'slot1', '3.0').disowned(600, 'slot1'),
    ),
    ['slot1 3.0 unrecognized null'],
  ],
  [
    'IPv6',
    one(
      new MadeSchedd()
        .shadow(0, '1.0', 'slot1', 11, IPV6)
        .nobody(600, '<[fd00::5]:40001>')
        .ends(601, '1.0', 'slot1', 11, 107, IPV6),
      new MadeStartd({ address: IPV6 }).run(0, 'slot1', '1.0').disowned(600, 'slot1'),
    ),
    ['slot1 1.0 unrecognized false'],
  ],
  [
    'a startd behind a connection broker, while another host lost its job',
    one(
      new MadeSchedd()
        .shadow(0, '1.0', 'slot1', 11, NAT)
        .shadow(0, '2.0', 'slot1', 12, OTHER_HOST)
        .nobody(600, '<10.0.0.77:40001>')
        .ends(601, '1.0', 'slot1', 11, 107, NAT)
        .ends(601, '2.0', 'slot1', 12, 107, OTHER_HOST),
      new MadeStartd({ address: NAT }).run(0, 'slot1', '1.0').disowned(600, 'slot1'),
    ),
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'two startds behind one broker, of which the other one lost its job',
    one(
      new MadeSchedd()
        .shadow(0, '1.0', 'slot1', 11, NAT)
        .shadow(0, '2.0', 'slot1', 12, NAT.replace('1.5', '1.6'))
        .nobody(600, '<1.2.3.99:40001>')
        .ends(601, '2.0', 'slot1', 12, 107, NAT.replace('1.5', '1.6'))
        .ends(640, '1.0', 'slot1', 11, 107, NAT),
      new MadeStartd({ address: NAT }).run(0, 'slot1', '1.0').disowned(600, 'slot1'),
    ),
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'two startds behind one broker that both lost their job',
    one(
      new MadeSchedd()
        .shadow(0, '1.0', 'slot1', 11, NAT)
        .shadow(0, '2.0', 'slot1', 12, NAT.replace('1.5', '1.6'))
        .nobody(600, '<1.2.3.99:40001>')
        .ends(601, '2.0', 'slot1', 12, 107, NAT.replace('1.5', '1.6'))
        .ends(601, '1.0', 'slot1', 11, 107, NAT),
      new MadeStartd({ address: NAT }).run(0, 'slot1', '1.0').disowned(600, 'slot1'),
    ),
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'a startd behind a broker of which the StartLog names the own address alone',
    one(
      new MadeSchedd()
        .shadow(0, '1.0', 'slot1', 11, NAT)
        .nobody(600, '<1.2.3.99:40001>')
        .ends(601, '1.0', 'slot1', 11, 107, NAT),
      new MadeStartd({ address: '<192.168.1.5:9618>' }).run(0, 'slot1', '1.0').disowned(600, 'slot1'),
    ),
    ['slot1 1.0 unrecognized false'],
  ],
  [
    'an IPv4 address mapped into IPv6',
    one(lost(schedd().nobody(600, '<[::ffff:10.0.0.5]:40001>'))),
    ['slot1 1.0 unrecognized false'],
  ],
  [
    'two spellings of one IPv6 address',
    one(
      new MadeSchedd()
        .shadow(0, '1.0', 'slot1', 11, IPV6)
        .nobody(600, '<[FD00:0:0:0::0005]:40001>')
        .ends(601, '1.0', 'slot1', 11, 107, IPV6),
      new MadeStartd({ address: IPV6 }).run(0, 'slot1', '1.0').disowned(600, 'slot1'),
    ),
    ['slot1 1.0 unrecognized false'],
  ],
  [
    'a refusal of a claim that is not named while this one lives, beside an answer to nobody',
    one(lost(schedd().nobody(598).unknown(600))),
    ['slot1 1.0 unrecognized false'],
  ],
  [
    'two dynamic slots with the name of their partitionable slot, of which one is surely refused by name',
    one(
      new MadeSchedd()
        .shadow(0, '1.0', 'slot1', 11)
        .shadow(0, '1.1', 'slot1', 12)
        .nobody(600)
        .ends(601, '1.0', 'slot1', 11, 107)
        .ends(610, '1.1', 'slot1', 12, 100)
        .unknown(620),
      new MadeStartd()
        .run(-1, 'slot1_1', '1.0')
        .run(-1, 'slot1_2', '1.1')
        .disowned(600, 'slot1_1')
        .disowned(620, 'slot1_2'),
    ),
    ['slot1_1 1.0 unrecognized false', 'slot1_2 1.1 unrecognized true'],
  ],
  [
    'a removal long after the answer to one of two claims on the host',
    one(
      schedd().shadow(0, '2.0', 'slot2', 12).nobody(572),
      new MadeStartd().run(0, 'slot1', '1.0').run(0, 'slot2', '2.0').disowned(600, 'slot1'),
    ),
    ['slot1 1.0 unrecognized null'],
  ],
  [
    'a startd behind a broker by itself',
    one(
      new MadeSchedd()
        .shadow(0, '1.0', 'slot1', 11, NAT)
        .nobody(600, '<1.2.3.99:40001>')
        .ends(601, '1.0', 'slot1', 11, 107, NAT),
      new MadeStartd({ address: NAT }).run(0, 'slot1', '1.0').disowned(600, 'slot1'),
    ),
    ['slot1 1.0 unrecognized false'],
  ],
  [
    'a restart, and the record that was made two seconds after the answer (#7195)',
    one(
      schedd().starts(598).unknown(600).at(602, `Started shadow for job 1.0 on ${HOST} for alice, (shadow pid = 21)`),
    ),
    ['slot1 1.0 unrecognized false'],
  ],
  ['a restart without the queue', one(schedd().starts(598).unknown(600, CLAIM)), ['slot1 1.0 unrecognized true']],
  [
    'a dynamic slot whose name is used again',
    one(
      lost(schedd().nobody(600))
        .shadow(700, '2.0', 'slot1', 12)
        .ends(800, '2.0', 'slot1', 12, 100)
        .released(800, 'slot1'),
      new MadeStartd()
        .run(0, 'slot1_1', '1.0')
        .disowned(600, 'slot1_1')
        .run(700, 'slot1_1', '2.0')
        .jobEnds(800, 'slot1_1')
        .released(800, 'slot1_1'),
    ),
    ['slot1_1 1.0 unrecognized false', 'slot1_1 2.0 released true'],
  ],
];

describe('the answer to a removal', () => {
  test.each(CASES)('%s', async (_, logs, ends) => {
    expect(endsOf(await found(logs)).toSorted()).toEqual(ends);
  });

  test.each([45, -45, 250, -250])('where the clocks differ by %i s', async (skew) => {
    const of = new MadeStartd().run(0, 'slot1', '1.0').run(60, 'slot2', '2.0').disowned(600, 'slot1');
    const log = lost(schedd().shadow(60, '2.0', 'slot2', 12).nobody(600));
    const logs = { startd: { StartLog: of.text((at) => stamp(at + skew)) }, schedd: { SchedLog: log } };
    expect(endsOf(await found(logs))).toEqual(['slot1 1.0 unrecognized false']);
  });
});

const losing = (slot: string) =>
  new MadeSchedd().shadow(0, '1.0', slot, 11).nobody(600).ends(601, '1.0', slot, 11, 107);

describe('a StartLog that begins with the removal', () => {
  const cutStartLog = new MadeStartd()
    .run(0, 'slot1', '1.0')
    .disowned(600, 'slot1')
    .lines()
    .filter((line) => line.slice(0, 17) >= stamp(600))
    .join('\n');

  test('names no job: that its slot is the one whose job was lost right after the answer must do', async () => {
    const findings = await found({ startd: { StartLog: cutStartLog }, schedd: { SchedLog: losing('slot1') } });
    expect(endsOf(findings)).toEqual(['slot1 null unrecognized false']);
    expect(findings.warnings).toEqual([]);
  });

  test('is of another slot, or may be of another host', async () => {
    const elsewhere = losing('slot1').shadow(0, '9.0', 'slot1', 91, OTHER_HOST);
    for (const SchedLog of [losing('slot2'), elsewhere])
      expect(endsOf(await found({ startd: { StartLog: cutStartLog }, schedd: { SchedLog } }))).toEqual([
        'slot1 null unrecognized null',
      ]);
  });
});
