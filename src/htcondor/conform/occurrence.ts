import type { Message } from '../../checker/system/message.ts';
import type { LocalState } from '../../checker/system/table/table.ts';

/** One transition of a traced run. */
export interface Occurrence {
  readonly at: number;
  readonly component: string;
  readonly sender: string;
  readonly event: Message;
  readonly from: LocalState;
  readonly to: LocalState;
  readonly prints: readonly string[];
}
