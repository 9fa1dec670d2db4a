import { describe, expect, test } from 'vitest';
import type { Choice } from '../../checker/system/compose.ts';
import { FragmentError, fragmentOf, readFragment } from './fragment.ts';
import { modelOf, type Scene, TICKET } from './scene.ts';
import type { View } from './view.ts';

const PEER: Scene = { ...TICKET, system: 'peer', path: 'raw-1msg', fixes: '0101', revision: 'head', faults: [] };

const viewOf = (scene: Scene, indices: readonly number[], at = indices.length): View => ({
  scene,
  run: indices.map((index) => modelOf(scene).composition.choices[index] as Choice),
  at,
});

describe('the fragment of a link', () => {
  test('can be read by a person', () => {
    expect(fragmentOf(viewOf(TICKET, [12, 0], 1))).toBe(
      'v1/keep-alive/auth/0000/timeout,fin,rst/matchRecord.CLAIM_STARTD,claim.ALIVE_TIMER@1',
    );
    expect(fragmentOf(viewOf(PEER, [0, 1]))).toBe(
      'v1/peer/raw-1msg/0101-head/none/peer.START,peer.SEND_PACKET.command.ALIVE.claimId',
    );
  });

  test.each([viewOf(TICKET, []), viewOf(TICKET, [12, 0, 1, 2, 17, 26, 28, 29, 2]), viewOf(PEER, [0, 1, 12], 2)])(
    'says all that it takes to see the same again',
    (view) => {
      expect(readFragment(fragmentOf(view))).toEqual(view);
    },
  );

  test.each([
    ['', 'it is not v1/system/path/build/faults/steps'],
    ['v2/keep-alive/auth/0000/none/', 'it is not v1/'],
    ['v1/keep-alive/auth/0000/none', 'it is not v1/'],
    ['v1/keep-alive/auth/0000/none//', 'it is not v1/'],
    ['v1/keepalive/auth/0000/none/', "'keepalive' is not a system (keep-alive, peer, reschedule, reply"],
    ['v1/keep-alive/udp/0000/none/', "'udp' is not a path or variant of the system keep-alive (auth, raw)"],
    ['v1/keep-alive/auth/002/none/', "'002' is not how the system keep-alive can be built"],
    ['v1/keep-alive/auth/0000/fire/', "'fire' is not a class of faults (timeout, fin, rst)"],
    ['v1/keep-alive/auth/0000/none/claim.SELECT@x', "'claim.SELECT@x' is not a list of steps"],
    ['v1/keep-alive/auth/0000/none/@1', 'it has 0 steps, and not 1'],
    ['v1/keep-alive/auth/0000/none/claim.SLEEP', 'step 1, claim.SLEEP, is not an event of this system'],
    ['v1/keep-alive/auth/0000/none/claim.SELECT', 'step 1, claim.SELECT, cannot be taken there'],
    [
      'v1/keep-alive/auth/0000/fin/matchRecord.CLAIM_STARTD,claim.ALIVE_TIMER,claim.CONNECT_FAILED',
      'step 3, claim.CONNECT_FAILED, cannot be taken there',
    ],
  ])('%j cannot be shown, and says why', (fragment, why) => {
    expect(() => readFragment(fragment)).toThrow(FragmentError);
    expect(() => readFragment(fragment)).toThrow(why);
  });
});
