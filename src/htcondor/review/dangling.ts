import { GLOSSARY } from '../../../properties/review/glossary.ts';
import { NEITHER, PROVEN_BY, type TestName, TICKET, type TicketSentence } from '../../../properties/review/ticket.ts';
import { isThere, statesOfMachines, textOf, transitionsOfMachines } from './facts.ts';
import { type StatedProperty, statedProperties, type StudiedSystem, studiedSystems } from './properties.ts';
import { unitsOf } from './units.ts';

/** What there is to be named. */
interface Inventory {
  readonly elements: ReadonlySet<string>;
  readonly properties: ReadonlySet<string>;
  readonly report: string;
  readonly hasTest: (test: TestName) => boolean;
}

function inventory(all: readonly StatedProperty[]): Inventory {
  return {
    elements: new Set([...statesOfMachines(), ...transitionsOfMachines()]),
    properties: new Set(all.map(({ property }) => property.id)),
    report: textOf('properties/ticket-2563.txt'),
    hasTest: ([file, title]) => isThere(file) && hasTitle(textOf(file), title),
  };
}

/** Whether a test of that title is in a file; a line break may follow the bracket. */
function hasTitle(text: string, title: string): boolean {
  return ["'", '"', '`'].some((quote) => new RegExp(`\\(\\s*${escaped(quote + title + quote)}`).test(text));
}

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** What the page speaks of and the repository does not have, and what the page forgets; a sentence each. */
export function dangling(): string[] {
  const systems = studiedSystems();
  const all = statedProperties(systems);
  const there = inventory(all);
  return [
    ...GLOSSARY.filter(([, element]) => !there.elements.has(element)).map(
      ([term, element]) => `glossary: '${term}' stands for '${element}', which no machine has`,
    ),
    ...TICKET.flatMap((sentence) => missing(sentence, there)),
    ...Object.values(PROVEN_BY)
      .filter((test) => !there.hasTest(test))
      .map(noTest),
    ...forgotten(there.report),
    ...unproven(systems, all),
  ];
}

const noTest = ([file, title]: TestName): string => `there is no test '${title}' in ${file}`;

/** What a sentence of the ticket is traced to and is not there. */
function missing({ quote, elements, properties, tests, evidence }: TicketSentence, there: Inventory): string[] {
  return [
    ...(there.report.includes(quote) ? [] : ['it is not in the ticket']),
    ...elements.filter((one) => !there.elements.has(one)).map((one) => `no machine has '${one}'`),
    ...properties.filter((one) => !there.properties.has(one)).map((one) => `there is no property '${one}'`),
    ...tests.filter((one) => !there.hasTest(one)).map(noTest),
    ...evidence.filter((one) => !isThere(one)).map((one) => `there is no ${one}`),
  ].map((what) => `"${quote}": ${what}`);
}

const isSpokenOf = (unit: string): boolean =>
  TICKET.some(({ quote }) => unit.includes(quote)) || NEITHER.some(([sentence]) => sentence === unit);

/** The sentences of the report that are neither traced nor said to state nothing. */
export function forgotten(report: string): string[] {
  const units = unitsOf(report);
  return [
    ...units.filter((unit) => !isSpokenOf(unit)).map((unit) => `of the ticket, nothing is said of "${unit}"`),
    ...NEITHER.filter(([sentence]) => !units.includes(sentence)).map(
      ([sentence]) => `not in the ticket: "${sentence}"`,
    ),
  ];
}

/** Properties of which no verdict is on record, and verdicts on record of properties that are no more. */
function unproven(systems: readonly StudiedSystem[], all: readonly StatedProperty[]): string[] {
  const known = new Set(all.map(({ property }) => property.id));
  const recorded = new Set(systems.flatMap(({ records }) => records.flatMap(({ verdicts }) => Object.keys(verdicts))));
  return [
    ...all
      .filter(({ verdicts }) => verdicts.length === 0)
      .map(({ system, property }) => `${system}: no verdict on ${property.id} is on record`),
    ...[...recorded].filter((id) => !known.has(id)).map((id) => `on record is '${id}', which is no longer a property`),
  ];
}
