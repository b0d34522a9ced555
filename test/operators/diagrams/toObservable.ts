import { toObservable } from 'rx-outlook/operators';
import { diagram, stateInput, stateOutput } from './diagram.js';

export const foreign = [
  diagram({
    name: 'toObservable',
    title: 'A stream that is not of RxJS becomes one that is.',
    call: 'toObservable(foreign)',
    inputs: { foreign: stateInput('n---f----n--|', '^-----------!') },
    apply: ({ foreign }) => toObservable(foreign),
    outputs: { result: stateOutput('n---f----n--|') },
  }),
];
