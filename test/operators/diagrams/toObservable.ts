import { type ObservableLike, toObservable } from 'rx-outlook/operators';
import type { StateMarble } from '../marbles.js';
import { diagram, stateInput, stateOutput } from './diagram.js';

export const foreign = [
  diagram({
    name: 'toObservable',
    title: 'A stream that is not of RxJS becomes one that is.',
    call: 'toObservable(foreign)',
    inputs: { foreign: stateInput('n---f----n--|', '^-----------!') },
    apply: ({ foreign: stream }) => {
      const foreign: ObservableLike<StateMarble> = {
        subscribe: (observer) => stream.subscribe(observer),
      };
      return toObservable(foreign);
    },
    outputs: { result: stateOutput('n---f----n--|') },
  }),
];
