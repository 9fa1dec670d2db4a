import { defineStudy, defineSystem, type Snapshot } from 'claimcheck';
import { createMachine } from 'xstate';

const states = { red: { on: { GO: 'green' } }, green: { on: { STOP: 'red' } } };
const machine = createMachine({ id: 'light', initial: 'red', states });
const environment = [{ event: { type: 'GO' } }, { event: { type: 'STOP' } }];
const light = (name: string) => ({ name, process: name, machine, environment });
const spec = { name: 'crossing', components: [light('north'), light('east')] };

const sentence = 'The lights are never green together';
const isRed = ({ value }: Snapshot) => value === 'red';
const what = { of: ['north', 'east'], is: (a: Snapshot, b: Snapshot) => isRed(a) || isRed(b) };
const X1 = { id: 'X1', sentence, source: 'traffic law', checks: [{ kind: 'always' as const, what }] };

const search = () => ({ spec, properties: [X1] });
const crossing = defineSystem({ name: 'crossing', sentence: 'Two traffic lights', axes: {}, search });
export default defineStudy({ name: 'A crossing', faults: [], systems: [crossing] });
