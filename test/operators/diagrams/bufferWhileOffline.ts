import { delay, type Observable, of } from 'rxjs';
import { bufferWhileOffline } from 'rx-outlook/operators';
import { diagram, letterInput, letterOutput, stateInput } from './diagram.js';

/** Takes 3 ms. */
const send = (mail: string): Observable<string> => of(mail).pipe(delay(3));

export const buffered = [
  diagram({
    name: 'bufferWhileOffline',
    title:
      'What comes while offline is held, two values at most, and given out in order when online.',
    call: "bufferWhileOffline(state$, { maxSize: 2, overflow: 'drop-oldest' })",
    inputs: {
      state$: stateInput('n---f-----------n------', '^----------------------'),
      source: letterInput('-a----b--c---d------e--', '^----------------------'),
    },
    apply: ({ state$, source }) =>
      source.pipe(bufferWhileOffline(state$, { maxSize: 2, overflow: 'drop-oldest' })),
    outputs: { result: letterOutput('-a--------------(cd)e--') },
    holds: { input: 'source', atMost: 2 },
  }),
  diagram({
    name: 'bufferWhileOffline-project',
    title:
      'Given what to do with each value, which takes 3 ms here, and one at a time, it is a queue.',
    call: "bufferWhileOffline(state$, { maxSize: 100, overflow: 'error', flushConcurrency: 1 }, send)",
    inputs: {
      state$: stateInput('n---f------n---------|', '^--------------------!'),
      mail$: letterInput('-a----b-c-----d------|', '^--------------------!'),
    },
    apply: ({ state$, mail$ }) =>
      mail$.pipe(
        bufferWhileOffline(state$, { maxSize: 100, overflow: 'error', flushConcurrency: 1 }, send),
      ),
    outputs: { result: letterOutput('----a---------b--c--d|') },
    holds: { input: 'mail$', atMost: 100 },
  }),
];
