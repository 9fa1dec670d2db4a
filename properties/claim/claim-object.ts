import type { Property } from '../../src/checker/index.ts';
import { enters } from '../../src/checker/index.ts';

/** The properties of the startd's Claim object where its deletion is modelled. */
export const CLAIM_OBJECT: readonly Property[] = [
  {
    id: 'U1',
    sentence: 'Nothing of a deleted claim is touched',
    source: 'Claim::sendAliveResponseHandler(): c_alive_inprogress_sock = NULL (#1349)',
    checks: [{ kind: 'never', what: enters('claim', 'lifecycle.usedAfterDelete') }],
  },
  {
    id: 'deleted-in-handler',
    sentence: 'A claim without a starter is deleted while the handler of its reply has not returned',
    source: 'the antecedent of U1: finishKillClaim() → Resource::leave_preempting_state(): delete r_cur',
    checks: [
      { kind: 'sometimes', what: enters('claim', 'lifecycle.deleted') },
      { kind: 'sometimes', what: enters('claim', 'lifecycle.usedAfterDelete') },
    ],
  },
];
