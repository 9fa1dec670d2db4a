import { CONNECTIONS, fixesFromBits, PATHS, PEER_PATHS } from '../../machines/vocabulary.ts';
import { keepAliveModel, livenessModel, type Model, peerModel, rescheduleModel } from '../htcondor/models.ts';
import { SYSTEMS } from '../htcondor/systems.ts';
import type { Trial } from './kill.ts';

/** None of the fixes, all of them, those in which the wait for the payload makes a difference, and 27895 alone. */
const SUBSETS = ['0000', '1111', '0010', '1010', '0100'];

/** Of a misbehaving peer: none of the fixes in the code of 2011, all of them where readReady() reads. */
const PEERS = [
  ['0000', '2011'],
  ['1111', 'head-no3393'],
  ['1111', 'head'],
] as const;

const trial = (name: string, { composition, properties }: Model): Trial => ({
  name,
  spec: composition.spec,
  properties,
});

/**
 * Every system that is checked, so small that it can be explored thousands of times: with one connection, but for one at the
 * end. A system that is registered is tried without further ado.
 */
export function trials(): Trial[] {
  return [...keepAlive(), ...further(), ...liveness(), ...peers(), withTwoConnections()];
}

function keepAlive(): Trial[] {
  return SUBSETS.flatMap((bits) =>
    PATHS.flatMap((path) => {
      const variant = { fixes: fixesFromBits(bits), path };
      return [
        trial(`keep-alive ${path} ${bits}`, keepAliveModel(variant, ['first'])),
        trial(`reschedule ${path} ${bits}`, rescheduleModel(variant)),
      ];
    }),
  );
}

function further(): Trial[] {
  return SYSTEMS.flatMap(({ name, variants }) => variants.map(({ id, model }) => trial(`${name} ${id}`, model())));
}

/** Whose wait for a reply has a deadline, and whose has none; the path and the fixes make no difference to either. */
function liveness(): Trial[] {
  const variant = { fixes: fixesFromBits('1111'), path: 'raw' } as const;
  return (['2011', 'head'] as const).map((startd) =>
    trial(`liveness ${startd}`, livenessModel({ ...variant, startd })),
  );
}

function peers(): Trial[] {
  return PEERS.flatMap(([bits, revision]) =>
    PEER_PATHS.map((path) =>
      trial(`peer ${revision} ${path} ${bits}`, peerModel({ fixes: fixesFromBits(bits), revision, path })),
    ),
  );
}

function withTwoConnections(): Trial {
  const variant = { fixes: fixesFromBits('0000'), path: 'raw' } as const;
  return trial('keep-alive raw 0000 over two connections', keepAliveModel(variant, CONNECTIONS));
}
