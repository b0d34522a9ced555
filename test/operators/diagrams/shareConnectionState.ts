import { shareConnectionState } from 'rx-outlook/operators';
import { diagram, stateInput, stateOutput } from './diagram.js';

export const shared = [
  diagram({
    name: 'shareConnectionState',
    title:
      'Two subscribers share one subscription, which lingers for 3 ms after the second has gone.',
    call: 'shareConnectionState(options)',
    options: { lingerMs: 3 },
    inputs: { state$: stateInput('n----f-----n-----f---', '^-----------------!') },
    apply: ({ state$ }, options) => state$.pipe(shareConnectionState(options)),
    outputs: {
      first: stateOutput(' n----f---', '^--------!'),
      second: stateOutput('-------f---n---', '-------^-------!'),
    },
  }),
];
