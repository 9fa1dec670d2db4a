import { setup } from 'xstate';
import { type Carrier, type Choice, compose, type Message } from '../../checker/index.ts';

/**
 * Two processes and a post between them, which may lose a letter, bring it in two parts, or lose it because the reader
 * has left: all that can happen to a message, and nobody logs anything.
 */
const types = {} as { events: Message };
const actions = { send: (_: unknown, _params: { to: string; message: Message }) => {} };
const send = (to: string, type: string) => ({ type: 'send' as const, params: { to, message: { type, page: 1 } } });

const writer = setup({ types, actions }).createMachine({
  id: 'writer',
  initial: 'idle',
  states: {
    idle: { on: { WRITE: { target: 'waiting', description: 'A letter is posted', actions: send('post', 'LETTER') } } },
    waiting: { on: { CALL: { target: 'idle', actions: send('reader', 'RING') } } },
  },
});

const reader = setup({ types, actions }).createMachine({
  id: 'reader',
  initial: 'here',
  states: {
    here: { on: { LETTER: {}, RING: {}, LEAVE: { target: 'gone', actions: send('post', 'STOP') } } },
    gone: {},
  },
});

const post = setup({ types, actions }).createMachine({
  id: 'post',
  initial: 'empty',
  states: {
    empty: { on: { LETTER: 'whole', STOP: {} } },
    whole: {
      on: { HALF: 'half', ALL: { target: 'empty', actions: send('reader', 'LETTER') }, LOSE: 'empty', STOP: 'empty' },
    },
    half: { on: { ALL: { target: 'empty', actions: send('reader', 'LETTER') }, LOSE: 'empty', STOP: 'empty' } },
  },
});

export const POST: Carrier = {
  machine: 'post',
  read: ({ name }) => {
    let count = 0;
    return ({ event, sender, from, to }) => {
      const id = `${count}`;
      if (event.type === 'LETTER') {
        count += 1;
        return [{ what: 'sent', id: `${count}`, kind: 'data', from: sender, to: 'reader', text: 'letter' }];
      }
      if (event.type === 'HALF') return [{ what: 'arrived', id, upTo: 'page 1' }];
      if (event.type === 'ALL') return [{ what: 'arrived', id }];
      if (from.snapshot.value === to.snapshot.value) return [];
      const note = { what: 'sent', id: 'note', kind: 'reset', from: name, to: 'writer', text: 'note' } as const;
      return event.type === 'STOP'
        ? [{ what: 'lost', id, why: 'too late' }, note, { what: 'arrived', id: 'note' }]
        : [{ what: 'lost', id, why: 'lost' }];
    };
  },
};

const events = (...names: string[]) => names.map((type) => ({ event: { type } }));

export const letters = compose({
  name: 'letters',
  components: [
    {
      name: 'writer',
      process: 'writer',
      machine: writer,
      ports: { post: 'post', reader: 'reader' },
      environment: events('WRITE', 'CALL'),
    },
    {
      name: 'post',
      process: 'mail',
      machine: post,
      ports: { reader: 'reader' },
      environment: events('HALF', 'ALL', 'LOSE'),
    },
    { name: 'reader', process: 'reader', machine: reader, ports: { post: 'post' }, environment: events('LEAVE') },
  ],
});

/** The choices by the types of their events. */
export const lettersRun = (...names: readonly string[]): Choice[] =>
  names.map((type) => letters.choices.find(({ event }) => event.type === type) as Choice);
