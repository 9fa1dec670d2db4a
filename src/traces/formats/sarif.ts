import type { Composition, Occurrence } from '../../checker/system/compose.ts';
import type { Property } from '../../checker/property/property.ts';
import { choiceText, type Trace } from '../../checker/replay/trace.ts';
import { messageText } from '../../checker/system/message.ts';
import { InputError } from '../../files/input.ts';
import type { Place, Sources } from '../source/locate.ts';

/** A run that violates a property: the property is the rule, and the run its one result. */
interface Violation {
  readonly property: Pick<Property, 'id' | 'sentence' | 'source'>;
  /** With what the system was built, in words. */
  readonly variant: string;
  readonly composition: Composition;
  readonly trace: Trace;
}

/**
 * A counterexample as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): a code flow of the
 * transitions that the machines took, each where it is written in machines/. The result stands where the last log line is
 * written.
 *
 * In a chain of transitions without an event, only the first one, which took the message, has a place.
 */
export function sarif({ property, variant, composition, trace }: Violation, sources: Sources): object {
  const flow = trace.flatMap((step, i) =>
    step.occurrences.flatMap((occurrence, nesting) =>
      placesOf(composition, occurrence, sources).map((place) => ({
        location: {
          ...location(place),
          message: { text: textOf(i, choiceText(step.component, step.choice), occurrence) },
        },
        nestingLevel: Math.min(nesting, 1),
        executionOrder: i + 1,
        importance: nesting === 0 ? 'essential' : 'important',
      })),
    ),
  );
  if (flow.length === 0) throw new InputError(`${property.id}: no step of its run is written in the study's machines`);
  const last = (flow.findLast(({ location: { message } }) => message.text.includes('\n')) ?? flow.at(-1))?.location
    .physicalLocation;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'claimcheck',
            rules: [
              {
                id: property.id,
                shortDescription: { text: property.sentence },
                fullDescription: { text: `${property.sentence} (${property.source})` },
              },
            ],
          },
        },
        results: [
          {
            ruleId: property.id,
            ruleIndex: 0,
            level: 'error',
            message: {
              text: `${property.sentence}: violated in ${trace.length === 1 ? '1 step' : `${trace.length} steps`}, with ${variant}`,
            },
            locations: last ? [{ physicalLocation: last }] : [],
            codeFlows: [{ threadFlows: [{ locations: flow }] }],
          },
        ],
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

const location = ({ file, line, column, endLine, endColumn }: Place) => ({
  physicalLocation: {
    artifactLocation: { uri: file },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  },
});

function textOf(step: number, choice: string, { component, event, sender, prints }: Occurrence): string {
  const what = `${component} takes ${messageText(event)} from ${sender}`;
  return [`${step + 1}. ${choice}: ${what}`, ...prints].join('\n');
}

/** Where the transitions are written that a component took for a message: one for each region that it concerns. */
function placesOf(composition: Composition, occurrence: Occurrence, sources: Sources): Place[] {
  const { spec, table } = composition.components[
    composition.indexOf(occurrence.component)
  ] as Composition['components'][number];
  return table.selected(occurrence).flatMap((taken) => {
    const at = taken.source.transitions.get(taken.eventType)?.indexOf(taken) ?? 0;
    return placeOrNone(() => sources.transition(spec.machine.id, taken.source.path, taken.eventType, at));
  });
}

/** A machine that a function makes, as `channel` does, is written nowhere in the study: its steps have no place. */
function placeOrNone(find: () => Place): Place[] {
  try {
    return [find()];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
