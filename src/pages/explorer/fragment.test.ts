import { describe, expect, test } from 'vitest';
import study from '../../../claimcheck.config.ts';
import type { Choice } from '../../checker/system/compose.ts';
import { FragmentError, fragmentOf, readFragment } from './fragment.ts';
import { type Scene, Scenes } from './scene.ts';
import { stepsAt } from './steps.ts';
import type { View } from './view.ts';

const scenes = new Scenes(study);
const TICKET = scenes.first;
const PEER: Scene = { system: 'peer', choices: { path: 'raw-1msg', fixes: '0101', revision: 'head' }, faults: [] };
const REPLY: Scene = { ...TICKET, system: 'reply', choices: { revision: 'head', path: 'raw' } };
const [, HANGS] = scenes.entry({ system: 'outage' }).cases ?? [];
const OUTAGE: Scene = scenes.changed(TICKET, { system: 'outage', choices: HANGS?.choices ?? {} });

const THREE_CLAIMS: Scene = scenes.changed(TICKET, { choices: { claims: 3 } });

/** The first choice that can be taken at the start. */
function firstIn(scene: Scene): number {
  const { composition } = scenes.model(scene);
  return stepsAt(composition, composition.initial, scene.faults).enabled[0]?.choice.index ?? -1;
}

const viewOf = (scene: Scene, indices: readonly number[], at = indices.length): View => ({
  scene,
  run: indices.map((index) => scenes.model(scene).composition.choices[index] as Choice),
  at,
});

const fixesIn = (choices: string) => readFragment(scenes, `v2/keep-alive/${choices}/none/`).scene.choices['fixes'];

describe('the fragment of a link', () => {
  test('can be read by a person', () => {
    expect(fragmentOf(scenes, viewOf(TICKET, [12, 0], 1))).toBe(
      'v2/keep-alive//timeout,fin,rst/matchRecord.CLAIM_STARTD,claim.ALIVE_TIMER@1',
    );
    expect(fragmentOf(scenes, viewOf(PEER, [0, 1]))).toBe(
      'v2/peer/path=raw-1msg;fixes=27895,27897;revision=head/none/peer.START,peer.SEND_PACKET.command.ALIVE.claimId',
    );
  });

  test.each([
    viewOf(TICKET, []),
    viewOf(TICKET, [12, 0, 1, 2, 17, 26, 28, 29, 2]),
    viewOf(PEER, [0, 1, 12], 2),
    viewOf(REPLY, []),
    viewOf(OUTAGE, [firstIn(OUTAGE)]),
    viewOf(THREE_CLAIMS, [firstIn(THREE_CLAIMS)]),
  ])('says all that it takes to see the same again', (view) => {
    expect(readFragment(scenes, fragmentOf(scenes, view))).toEqual(view);
  });

  test('may give switches by all, none or bits, and say what is so by default', () => {
    expect(fixesIn('fixes=all')).toBe('1111');
    expect(fixesIn('fixes=0010')).toBe('0010');
    expect(fixesIn('path=auth;fixes=none')).toBe('0000');
  });

  test.each([
    ['', 'it is not v2/system/axis=value;axis=value/faults/steps'],
    ['v3/keep-alive//none/', 'it is not v2/'],
    ['v2/keep-alive/none/', 'it is not v2/'],
    ['v2/keep-alive//none//', 'it is not v2/'],
    ['v1/keep-alive/auth/0000/none', 'it is not v2/'],
    ['v1/keep-alive/auth/0000/none//', 'it is not v2/'],
    ['v2/keepalive//none/', "'keepalive' is not a system (keep-alive, reschedule, reply"],
    ['v2/keep-alive/way=auth/none/', "'way' is not an axis of the system keep-alive (path, fixes, connections"],
    ['v2/keep-alive/path=udp/none/', "'udp' is not a choice of path in the system keep-alive (auth, raw)"],
    ['v2/keep-alive/path/none/', "'' is not a choice of path in the system keep-alive (auth, raw)"],
    ['v2/keep-alive/fixes=002/none/', "'002' is not a choice of fixes in the system keep-alive (none, all"],
    ['v2/keep-alive/claims=0/none/', 'keep-alive: there is at least one claim'],
    ['v2/reply/revision=head-no3393/none/', 'the system reply has no such variant'],
    ['v2/keep-alive//fire/', "'fire' is not a class of faults (timeout, fin, rst)"],
    ['v2/keep-alive//none/claim.SELECT@x', "'claim.SELECT@x' is not a list of steps"],
    ['v2/keep-alive//none/@1', 'it has 0 steps, and not 1'],
    ['v2/keep-alive//none/claim.SLEEP', 'step 1, claim.SLEEP, is not an event of this system'],
    ['v2/keep-alive//none/claim.SELECT', 'step 1, claim.SELECT, cannot be taken there'],
    [
      'v2/keep-alive//fin/matchRecord.CLAIM_STARTD,claim.ALIVE_TIMER,claim.CONNECT_FAILED',
      'step 3, claim.CONNECT_FAILED, cannot be taken there',
    ],
  ])('%j cannot be shown, and says why', (fragment, why) => {
    expect(() => readFragment(scenes, fragment)).toThrow(FragmentError);
    expect(() => readFragment(scenes, fragment)).toThrow(why);
  });
});

describe('a link of version 1', () => {
  test.each([
    [
      'v1/keep-alive/auth/0000/timeout,fin,rst/matchRecord.CLAIM_STARTD,claim.ALIVE_TIMER@1',
      viewOf(TICKET, [12, 0], 1),
    ],
    ['v1/peer/raw-1msg/0101-head/none/peer.START,peer.SEND_PACKET.command.ALIVE.claimId', viewOf(PEER, [0, 1])],
    [
      'v1/peer/raw-1msg/0101-head-no3393/none/',
      viewOf({ ...PEER, choices: { ...PEER.choices, revision: 'head-no3393' } }, []),
    ],
    ['v1/reply/head-raw//timeout,fin,rst/', viewOf(REPLY, [])],
  ])('%s still opens', (fragment, view) => {
    expect(readFragment(scenes, fragment)).toEqual(view);
  });

  test.each([
    ['v1/keepalive/auth/0000/none/', "'keepalive' is not a system (keep-alive"],
    ['v1/keep-alive/udp/0000/none/', "'udp' is not a choice of path in the system keep-alive (auth, raw)"],
    ['v1/keep-alive/auth/002/none/', "'002' is not a choice of fixes in the system keep-alive"],
    ['v1/keep-alive/auth/0110-head/none/', "'head' is not a choice of connections in the system keep-alive"],
    ['v1/reschedule/auth/0110-head/none/', "'' is not an axis of the system reschedule (path, fixes)"],
    ['v1/reply/head//none/', "'head' is not a variant of the system reply (2011-auth"],
  ])('%s cannot be shown, and says why', (fragment, why) => {
    expect(() => readFragment(scenes, fragment)).toThrow(FragmentError);
    expect(() => readFragment(scenes, fragment)).toThrow(why);
  });
});
