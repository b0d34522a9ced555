import { Observable } from 'rxjs';
import { toAsyncIterable, type ToAsyncIterableOptions } from 'rx-outlook/operators';
import type { StateMarble } from '../marbles.js';
import { diagram, stateInput, stateOutput, type Tools } from './diagram.js';

/** Takes each value at once, and 4 ms for what there is to do with it. */
function slowly(states: AsyncIterable<StateMarble>, { sleep }: Tools): Observable<StateMarble> {
  return new Observable((subscriber) => {
    const loop = async (): Promise<void> => {
      for await (const state of states) {
        subscriber.next(state);
        await sleep(4);
      }
    };
    loop().then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
  });
}

const none: ToAsyncIterableOptions = {};

export const looped = [
  diagram({
    name: 'toAsyncIterable',
    title: 'A loop that takes 4 ms for each value; what comes meanwhile waits for it.',
    call: 'toAsyncIterable(state$, options)',
    options: none,
    inputs: { state$: stateInput('-n-f-n---------f------|', '^---------------------!') },
    apply: ({ state$ }, options, tools) => slowly(toAsyncIterable(state$, options), tools),
    outputs: { loop: stateOutput('-n---f---n-----f------|') },
    holds: { input: 'state$', atMost: ({ maxBuffered = 1_024 }) => maxBuffered },
    inTime: true,
  }),
  diagram({
    name: 'toAsyncIterable-maxBuffered',
    title: 'With a maxBuffered of 1 a slow loop goes from one latest state to the next.',
    call: 'toAsyncIterable(state$, options)',
    options: { maxBuffered: 1 },
    inputs: { state$: stateInput('-nf-u----------n------|', '^---------------------!') },
    apply: ({ state$ }, options, tools) => slowly(toAsyncIterable(state$, options), tools),
    outputs: { loop: stateOutput('-n---u---------n------|') },
    holds: { input: 'state$', atMost: ({ maxBuffered }) => maxBuffered },
    inTime: true,
  }),
];
