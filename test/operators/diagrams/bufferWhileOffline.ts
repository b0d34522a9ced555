import { delay, type Observable, of } from 'rxjs';
import { bufferWhileOffline, type BufferWhileOfflineOptions } from 'rx-outlook/operators';
import { diagram, letterInput, letterOutput, stateInput } from './diagram.js';

const two: BufferWhileOfflineOptions = { maxSize: 2, overflow: 'drop-oldest' };
const queue: BufferWhileOfflineOptions = { maxSize: 100, overflow: 'error', flushConcurrency: 1 };

const takes = 3;
const send = (mail: string): Observable<string> => of(mail).pipe(delay(takes));

export const buffered = [
  diagram({
    name: 'bufferWhileOffline',
    title:
      'What comes while offline is held, two values at most, and given out in order when online.',
    call: 'bufferWhileOffline(state$, options)',
    options: two,
    inputs: {
      state$: stateInput('n---f-----------n------', '^----------------------'),
      source: letterInput('-a----b--c---d------e--', '^----------------------'),
    },
    apply: ({ state$, source }, options) => source.pipe(bufferWhileOffline(state$, options)),
    outputs: { result: letterOutput('-a--------------(cd)e--') },
    holds: { input: 'source', atMost: ({ maxSize }) => maxSize },
  }),
  diagram({
    name: 'bufferWhileOffline-project',
    title:
      'Given what to do with each value, which takes 3 ms here, and one at a time, it is a queue.',
    call: 'bufferWhileOffline(state$, options, send)',
    options: queue,
    inputs: {
      state$: stateInput('n---f------n---------|', '^--------------------!'),
      mail$: letterInput('-a----b-c-----d------|', '^--------------------!'),
    },
    apply: ({ state$, mail$ }, options) => mail$.pipe(bufferWhileOffline(state$, options, send)),
    outputs: { result: letterOutput('----a---------b--c--d|') },
    holds: { input: 'mail$', atMost: ({ maxSize }) => maxSize, takes },
  }),
];
