import { GLOSSARY } from '../../../../properties/review/glossary.ts';
import { NEITHER, PROVEN_BY, type TestName, TICKET } from '../../../../properties/review/ticket.ts';
import { type Block, type Chapter, details, heading, paragraph, table } from '../content.ts';
import { readJson } from '../../../files/input.ts';
import { fileAt } from '../../../files/root.ts';
import { reasonByName } from '../../../files/schema.ts';
import { statesOfMachines } from '../facts.ts';
import { type StatedProperty, statedProperties, type StudiedSystem, studiedSystems, tally } from '../properties.ts';
import { watchedStates } from '../watched.ts';

/** From the ticket to the evidence, and back from properties and states to the ticket. */
export function traceability(): Chapter {
  const systems = studiedSystems();
  const all = statedProperties(systems);
  return {
    title: 'Traceability',
    blocks: [
      paragraph(
        'Every sentence, log line and excerpt of code of the ticket is in the first table or in the second. The third table has the properties with their verdicts on record. Every name is looked up on every build of this page: the build fails if a sentence, state, transition, property, test or record is gone.',
      ),
      heading('From the ticket to the evidence'),
      fromTheTicket(),
      details(
        'What states neither a fact nor a fix',
        table(
          ['the ticket', 'why not'],
          NEITHER.map(([sentence, why]) => [`"${sentence}"`, why]),
        ),
      ),
      heading('From the properties to the ticket'),
      ...byProperty(all),
      heading('From the machines'),
      ...byState(systems),
    ],
  };
}

const link = (path: string): string => `[${path.split('/').at(-1)}](repo:${path})`;
const testLink = ([file, title]: TestName): string => `[${title}](repo:${file})`;

const fromTheTicket = () =>
  table(
    ['no.', 'the ticket', 'says', 'model', 'properties', 'tests', 'evidence'],
    TICKET.map(({ quote, says, elements, properties, tests, evidence }, i) => [
      String(i + 1),
      `"${quote}"`,
      says,
      elements.map((one) => `\`${one}\``).join(', '),
      properties.join(', '),
      tests.map(testLink).join('; '),
      evidence.map(link).join(', '),
    ]),
  );

/** The sentences of the ticket that a property is traced from, by their numbers. */
const sentencesOf = (id: string): string =>
  TICKET.flatMap(({ properties }, i) => (properties.includes(id) ? [i + 1] : [])).join(', ');

const isWitness = ({ property }: StatedProperty): boolean => property.checks.every(({ kind }) => kind === 'sometimes');

const rowOf = ({ system, property: { id, sentence, source }, verdicts }: StatedProperty) => [
  id,
  system,
  sentence,
  source,
  sentencesOf(id) || '–',
  testLink(PROVEN_BY[system] ?? PROVEN_BY.registered),
  tally(verdicts),
];

function byProperty(all: readonly StatedProperty[]): Block[] {
  const head = ['id', 'system', 'sentence', 'source', 'ticket', 'proven by', 'on record'];
  const witnesses = all.filter(isWitness);
  return [
    table(head, all.filter((one) => !isWitness(one)).map(rowOf)),
    details(`${witnesses.length} witnesses: what is to be reached`, table(head, witnesses.map(rowOf))),
  ];
}

/** What no requirement needs: no sentence or term names it, and no property looks at how it is entered or left. */
function byState(systems: readonly StudiedSystem[]): Block[] {
  const states = [...statesOfMachines()];
  const watched = watchedStates(systems.flatMap(({ models }) => models()));
  const spoken = [...TICKET.flatMap(({ elements }) => elements), ...GLOSSARY.map(([, element]) => element)].map(
    (element) => element.replace(/ [A-Z_]+$/, ''),
  );
  const isNamed = (state: string) =>
    spoken.some((one) => one === state || one.startsWith(`${state}.`) || state.startsWith(`${one}.`));
  const idle = states.filter((state) => !watched.has(state) && !isNamed(state));
  const unreached = readJson(fileAt('properties/unreached.json'), reasonByName);
  return [
    paragraph(
      `${states.length} states: ${states.filter((one) => watched.has(one)).length} are watched (a transition that a property's pattern picks out enters or leaves them), ${states.filter(isNamed).length} are named by the ticket or the glossary. ${idle.length} are neither: the protocol passes through them, and what they do shows only in what follows.`,
    ),
    details(
      `${idle.length} states that no requirement needs by name`,
      table(
        ['state', 'why no run of the keep-alive is in it'],
        idle.map((state) => [`\`${state}\``, unreached[state] ?? '']),
      ),
    ),
  ];
}
