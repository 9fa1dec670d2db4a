import { assign, createMachine } from 'xstate';
import { channel, defineStudy, defineSystem, enters, never, send, witness } from 'claimcheck';

/** A study whose names are as long, as strange and as many as a user may have them; none of its components has a process. */

const NAMES = [
  'thermostat',
  'heater',
  'überwachungs-einheit',
  'контроллер',
  '温度計',
  'a',
  'the-component-with-a-very-long-name-indeed',
  'b',
  'node.with.dots',
  'UPPER_SNAKE_CASE_NAME',
  'with space',
  'zwölfter',
];

const pass = send('next', { type: 'A_TOKEN_WITH_A_LONG_NAME' });

const relay = createMachine({
  id: 'relay',
  initial: 'idle',
  states: {
    idle: {
      on: { START: { target: 'done', actions: pass }, A_TOKEN_WITH_A_LONG_NAME: { target: 'done', actions: pass } },
    },
    done: { on: { A_TOKEN_WITH_A_LONG_NAME: 'twice' } },
    twice: {},
  },
});

/** A machine without states. */
const bare = createMachine({ id: 'bare', context: { seen: 0 }, on: { PING: { actions: assign({ seen: 1 }) } } });

const start = [{ event: { type: 'START' } }];

const ring = defineSystem({
  name: 'ring',
  sentence: 'A token goes round twelve components',
  search: () => ({
    spec: {
      name: 'ring',
      components: NAMES.map((name, i) => ({
        name,
        machine: relay,
        ports: { next: NAMES[(i + 1) % NAMES.length] as string },
        ...(i === 0 && { environment: start }),
      })),
    },
    properties: [
      {
        id: '1',
        sentence: 'The first component never gets its own token: «nie»',
        checks: never(enters('thermostat', 'twice')),
      },
    ],
  }),
});

const lost = defineSystem({
  name: 'lost',
  sentence: 'A message that no transition takes',
  search: () => ({
    spec: {
      name: 'lost',
      components: [
        { name: 'thermostat', machine: relay, ports: { next: 'to heater' }, environment: start },
        channel({ name: 'to heater', to: 'heater', capacity: 1, lossy: true }),
        { name: 'heater', machine: bare },
      ],
    },
    properties: [witness('started', 'It starts', 'the aim', enters('thermostat', 'done'))],
  }),
});

export default defineStudy({ name: 'Zwölf Komponenten «mit» <odd> & long names', systems: [ring, lost] });
