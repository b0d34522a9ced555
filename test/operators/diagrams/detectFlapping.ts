import { detectFlapping, type FlappingState } from 'rx-outlook/operators';
import { diagram, stateInput } from './diagram.js';

const isFlapping = (value: unknown): boolean => (value as FlappingState).flapping;

export const flapping = [
  diagram({
    name: 'detectFlapping',
    title: 'More than three changes within 10 ms are flapping, until 6 ms pass without a change.',
    call: 'detectFlapping(options)',
    options: { window: 10, transitions: 3, settle: 6 },
    inputs: { state$: stateInput('n---f-n-f-n-f---------n---|', '^-------------------------!') },
    apply: ({ state$ }, options) => state$.pipe(detectFlapping(options)),
    outputs: {
      result: {
        marbles: 'n---f-n-f-N-F-----f---n---|',
        values: {
          n: { state: 'online', flapping: false },
          f: { state: 'offline', flapping: false },
          N: { state: 'online', flapping: true },
          F: { state: 'offline', flapping: true },
        },
      },
    },
    describe: (value) =>
      isFlapping(value) ? `${(value as FlappingState).state}, flapping` : undefined,
    colour: (value) => (isFlapping(value) ? 'partial' : undefined),
  }),
];
