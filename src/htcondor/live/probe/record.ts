import type { MeasuredRecord } from '../../conform/conform.ts';
import type { Candidate } from './predict.ts';
import type { ProbeSchedule } from './schedules.ts';
import type { Evidence } from './verdict.ts';

/** The schedules of measured records, each once. */
export function schedulesOf(records: readonly MeasuredRecord[]): ProbeSchedule[] {
  const schedules = records.map(({ path, gap, writes, end, case: name }) => ({ path, gap, writes, end, case: name }));
  return [...new Map(schedules.map((schedule) => [keyOf(schedule), schedule])).values()];
}

const keyOf = ({ path, gap, writes, end }: ProbeSchedule): string => JSON.stringify([path, gap, writes, end]);

/** What was seen of a schedd of a known build, as measured records. The log's part of an outcome is not known. */
export function measuredRecords(evidence: readonly Evidence[], { revision, fixes }: Candidate): MeasuredRecord[] {
  return [...grouped(evidence).values()].map((seen): MeasuredRecord => {
    const [{ schedule }] = seen as [Evidence];
    const outcomes = seen.map(({ reply, connection }) => ({ reply, connection }));
    const distinct = [...new Map(outcomes.map((outcome) => [JSON.stringify(outcome), outcome])).values()];
    return {
      mode: revision,
      path: schedule.path,
      gap: schedule.gap,
      case: schedule.case,
      writes: schedule.writes,
      end: schedule.end,
      ...(schedule.end === 'fin' && { fin: 'apart' as const }),
      outcomes: { [fixes]: distinct },
    };
  });
}

function grouped(evidence: readonly Evidence[]): Map<string, Evidence[]> {
  const groups = new Map<string, Evidence[]>();
  for (const one of evidence) {
    const key = keyOf(one.schedule);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
