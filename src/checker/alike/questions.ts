import type { Occurrence } from '../system/compose.ts';
import type { Message } from '../system/message.ts';
import { namedBy, naming } from '../property/places.ts';
import type { PropertySpec } from '../property/property.ts';
import type { Pairing } from './pairing.ts';

type Asked = (...args: unknown[]) => unknown;

/** A function of a property: where it stands, and of which components it is asked, if it is asked of their snapshots. */
interface Place {
  readonly path: string;
  readonly of: readonly string[] | null;
}

/** A function that was asked of snapshots. */
interface Looked {
  readonly place: Place;
  readonly snapshots: readonly unknown[];
  readonly answer: unknown;
}

/**
 * What a search asks of the properties, with the answers. A search of an alike system is told the same if its properties give the same
 * answers to the same questions, put to the mates of the transitions and states.
 */
export class Questions {
  /** The properties, which remember what they are asked. */
  readonly properties: readonly PropertySpec[];
  readonly #shape: string;
  /** Patterns are asked once more of every transition: to note each of a search's questions would take as long as the answers. */
  readonly #patterns = new Map<string, { ask: Asked; answers: Map<Occurrence, boolean> }>();
  readonly #actions: { path: string; component: string; event: Message; answer: unknown }[] = [];
  readonly #looked: Looked[] = [];

  constructor(properties: readonly PropertySpec[]) {
    this.#shape = shapeOf(properties);
    this.properties = properties.map((property, i) =>
      replaced(property, `${i}`, (place, ask) => this.#remembering(place, ask)),
    );
  }

  #remembering(place: Place, ask: Asked): Asked {
    const asked = this.#asking(place, ask);
    return asked === ask ? ask : naming(asked, namedBy(ask));
  }

  #asking(place: Place, ask: Asked): Asked {
    const { of, path } = place;
    if (of) {
      return (...snapshots) => {
        const answer = ask(...snapshots);
        this.#looked.push({ place, snapshots, answer });
        return answer;
      };
    }
    if (isAction(path)) {
      return (component, event) => {
        const answer = ask(component, event);
        this.#actions.push({ path, component: component as string, event: event as Message, answer });
        return replaced(answer, actionPath(path, component, event), (inner, own) => this.#remembering(inner, own));
      };
    }
    this.#patterns.set(path, { ask, answers: new Map() });
    return ask;
  }

  /** Whether the properties of an alike system answer the same. */
  isSame(properties: readonly PropertySpec[], pairing: Pairing): boolean {
    if (shapeOf(properties) !== this.#shape) return false;
    const asks = new Map<string, Asked>();
    const collect = (value: unknown, path: string) =>
      replaced(value, path, (place, ask) => {
        asks.set(place.path, ask);
        return ask;
      });
    properties.forEach((property, i) => collect(property, `${i}`));
    return (
      this.#actions.every(({ path, component, event, answer }) => {
        const its = asks.get(path)?.(component, event);
        collect(its, actionPath(path, component, event));
        return JSON.stringify(its) === JSON.stringify(answer);
      }) &&
      [...this.#patterns].every(([path, { answers, ask }]) => {
        const itsAsk = asks.get(path) as Asked;
        for (const [occurrence, mate] of pairing.occurrences) {
          let answer = answers.get(occurrence);
          if (answer === undefined) answers.set(occurrence, (answer = Boolean(ask(occurrence))));
          if (Boolean(itsAsk(mate)) !== answer) return false;
        }
        return true;
      }) &&
      this.#looked.every((looked) => isSeenAlike(looked, asks.get(looked.place.path), pairing))
    );
  }
}

function isSeenAlike({ answer, place, snapshots }: Looked, ask: Asked | undefined, pairing: Pairing): boolean {
  const mates = (place.of ?? []).map((name, i) => {
    const component = pairing.one.indexOf(name);
    const state = pairing.stateWith(component, snapshots[i]);
    return state && pairing.mate(component, state)?.snapshot;
  });
  return ask !== undefined && mates.every(Boolean) && Boolean(ask(...mates)) === Boolean(answer);
}

/** Whether a function is asked of a component and an event; any other without components is asked of an occurrence. */
const isAction = (path: string): boolean => /\.(only|fair\.\d+\.is)$/.test(path);

const actionPath = (path: string, component: unknown, event: unknown): string =>
  `${path}(${String(component)}, ${JSON.stringify(event)})`;

/** What properties are made of, their functions named by their places. */
function shapeOf(properties: readonly PropertySpec[]): string {
  const places: Place[] = [];
  properties.forEach((property, i) =>
    replaced(property, `${i}`, (place, ask) => {
      places.push(place);
      return ask;
    }),
  );
  return JSON.stringify([properties, places]);
}

/** A copy of a value whose functions are replaced. */
function replaced<T>(value: T, path: string, replace: (place: Place, ask: Asked) => Asked, of: Place['of'] = null): T {
  if (typeof value === 'function') return replace({ path, of }, value as Asked) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part, i) => replaced(part, `${path}.${i}`, replace) as unknown) as T;
  const record = value as Readonly<Record<string, unknown>>;
  const { component, of: several } = record;
  const whose = Array.isArray(several) ? (several as string[]) : typeof component === 'string' ? [component] : null;
  return Object.fromEntries(
    Object.entries(record).map(([key, part]) => [key, replaced(part, `${path}.${key}`, replace, whose)]),
  ) as T;
}
