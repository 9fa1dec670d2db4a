import { type Both, linesOf } from './scenarios.ts';

/** Both logs, edited line by line. */
export const both = (edit: (line: string) => string, { startd, schedd }: Both): Both => ({
  startd: startd.map(edit),
  schedd: schedd.map(edit),
});

export const STAMP = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d) /;

/** Every line with another header. */
export const withHeader =
  (header: (...fields: string[]) => string) =>
  (line: string): string =>
    line.replace(STAMP, (_, ...fields) => `${header(...(fields.slice(0, 6) as string[]))} `);

/** Seconds since 1970 of a stamp's fields. */
export function epochOf(...fields: string[]): number {
  const [month, day, year, hours, minutes, seconds] = fields.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(2000 + year, month - 1, day, hours, minutes, seconds) / 1000;
}

/** Every line at another time. */
export const shifted = (seconds: number) =>
  withHeader((...fields) => {
    const time = new Date((epochOf(...fields) + seconds) * 1000).toISOString();
    return `${time.slice(5, 7)}/${time.slice(8, 10)}/${time.slice(2, 4)} ${time.slice(11, 19)}`;
  });

const timeOf = (line: string | undefined): number => epochOf(...(STAMP.exec(line ?? '') ?? []).slice(1));

const removalIn = ({ startd }: Both): string | undefined => startd.find((line) => line.includes('claim no longer'));

/** The logs as those of another slot, job and claim of the same startd, at another time. */
function another({ startd, schedd }: Both, seconds: number): Both {
  const rename = (line: string) =>
    shifted(seconds)(line)
      .replace(/\bslot1(?=[:@])/g, 'slot2')
      .replace(/\b1\.0\b/g, '2.0')
      .replace(/(#\d{10}#)(\d+)#/g, '$190$2#')
      .replace(/<127\.0\.0\.1:([345]\d{4})(?=[>?])/g, (_, port: string) => `<127.0.0.1:1${port.slice(1)}`);
  return both(rename, { startd, schedd });
}

/** Two logs as one, in order of time. */
export function merged(a: readonly string[], b: readonly string[]): string[] {
  const stamped = [...a, ...b].filter((line) => STAMP.test(line) && !line.includes('**'));
  return stamped.toSorted((x, y) => x.slice(0, 17).localeCompare(y.slice(0, 17)));
}

/** The second at which something happens to a claim, for two logs to be laid over each other. */
const EVENTFUL = /claim no longer|lease expired|RELEASE_CLAIM|VACATE_|retirement|preempting claim based/;

const eventOf = ({ startd }: Both): number => timeOf(startd.find((line) => EVENTFUL.test(line)) ?? startd.at(-1));

/** The logs of another host with the same schedd: other addresses, jobs and claims, its event so long after that of `beside`. */
export function asAnotherHost(lines: Both, beside: Both, seconds: number): Both {
  const shift = shifted(eventOf(beside) + seconds - eventOf(lines));
  const rename = (line: string) =>
    shift(line)
      .replaceAll('127.0.0.1', '127.0.0.2')
      .replaceAll('node.example.org', 'other.example.org')
      .replace(/(?<![\d.])1\.(\d)(?![\d.]*>)\b/g, '7.$1')
      .replace(/(shadow pid = |Shadow pid |\(shadow pid = )(\d+)/g, '$19$2');
  return both(rename, lines);
}

/** A startd that loses two claims in the same second: slot1's to ticket #2563, slot2's because its schedd disowns it. */
export function twoRemovals(): Both {
  const [spurious, authoritative] = [linesOf('bug-all-fixes-off'), linesOf('schedd-forgot-claim-negotiated-session')];
  const other = another(authoritative, timeOf(removalIn(spurious)) - timeOf(removalIn(authoritative)));
  return { startd: merged(spurious.startd, other.startd), schedd: merged(spurious.schedd, other.schedd) };
}

/** The time that a line begins with. */
export const stampOf = (line: string | undefined): string => STAMP.exec(line ?? '')?.[0] ?? '';

/**
 * The connection or claim that a line is about: the only claim's own connection goes to the schedd. A line that names none
 * belongs to the one before.
 */
const connectionOf = (line: string): string | null =>
  /schedd at </.test(line)
    ? 'slot1'
    : (/<127\.0\.0\.1:([345]\d{4})>/.exec(line)?.[1] ?? /^.{18}(slot\d\b)/.exec(line)?.[1] ?? null);

/** Mixes the lines of each second, those of one connection in their order. */
export function shuffled(lines: readonly string[], random: () => number): string[] {
  const seconds = bySecond(lines.filter((line) => STAMP.test(line)));
  return seconds.flatMap((second) => {
    const queues = new Map<string, string[]>();
    let last = 'first';
    for (const line of second) {
      last = connectionOf(line) ?? last;
      queues.set(last, [...(queues.get(last) ?? []), line]);
    }
    const mixed: string[] = [];
    for (let left = [...queues.values()]; left.length > 0; left = left.filter((queue) => queue.length > 0)) {
      const queue = left[Math.floor(random() * left.length)] as string[];
      mixed.push(queue.shift() as string);
    }
    return mixed;
  });
}

/** Neighbouring lines of the same second, together. */
function bySecond(lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group && stampOf(group[0]) === stampOf(line)) group.push(line);
    else groups.push([line]);
  }
  return groups;
}
