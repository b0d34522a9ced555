import { Observable } from 'rxjs';
import { toAsyncIterable } from 'rx-outlook/operators';
import type { StateMarble } from '../marbles.js';
import { diagram, stateInput, stateOutput } from './diagram.js';

/** Takes each value at once, and 4 ms for what there is to do with it. */
function slowly(states: AsyncIterable<StateMarble>): Observable<StateMarble> {
  return new Observable((subscriber) => {
    const loop = async (): Promise<void> => {
      for await (const state of states) {
        subscriber.next(state);
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
    };
    loop().then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
  });
}

export const looped = [
  diagram({
    name: 'toAsyncIterable',
    title: 'A loop that takes 4 ms for each value; what comes meanwhile waits for it.',
    call: 'toAsyncIterable(state$)',
    inputs: { state$: stateInput('-n-f-n---------f------|', '^---------------------!') },
    apply: ({ state$ }) => slowly(toAsyncIterable(state$)),
    outputs: { loop: stateOutput('-n---f---n-----f------|') },
    holds: { input: 'state$', atMost: 1_024 },
    inTime: true,
  }),
  diagram({
    name: 'toAsyncIterable-maxBuffered',
    title: 'With a maxBuffered of 1 a slow loop goes from one latest state to the next.',
    call: 'toAsyncIterable(state$, { maxBuffered: 1 })',
    inputs: { state$: stateInput('-nf-u----------n------|', '^---------------------!') },
    apply: ({ state$ }) => slowly(toAsyncIterable(state$, { maxBuffered: 1 })),
    outputs: { loop: stateOutput('-n---u---------n------|') },
    holds: { input: 'state$', atMost: 1 },
    inTime: true,
  }),
];
