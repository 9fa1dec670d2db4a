import type { AnyStateMachine } from 'xstate';
import { explore } from '../../checker/search/explore.ts';
import type { Message } from '../../checker/system/message.ts';
import { type Cell, type LocalState, MachineTable, TableStore } from '../../checker/system/table/table.ts';
import { answer, given } from '../peer.ts';
import { taskOf } from '../system.ts';

/** What a small search spends its time on: how long it takes to begin, and how long XState takes to fill the tables. */
const begun = performance.now();
let asking = 0;

class TimedTable extends MachineTable {
  override cell(state: LocalState, event: Message): Cell {
    const started = performance.now();
    const cell = super.cell(state, event);
    asking += performance.now() - started;
    return cell;
  }
}

class TimedTables extends TableStore {
  readonly tables = new Map<string, MachineTable>();

  override table(machine: AnyStateMachine, input: unknown): MachineTable {
    const key = `${machine.id} ${JSON.stringify(input)}`;
    const table = this.tables.get(key) ?? new TimedTable(machine, input);
    this.tables.set(key, table);
    return table;
  }
}

const { system, models } = await given();
const store = new TimedTables();
const { composition, checks } = taskOf(models, system, store);
explore(composition, checks, { faults: system.faults });
const cells = [...store.tables.values()].flatMap((table) => [...table.cells()]).length;
answer({ cells, begun: begun / 1000, asking: asking / 1000, all: performance.now() / 1000 });
