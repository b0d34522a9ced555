import { debounceConnectionState } from 'rx-outlook/operators';
import { diagram, stateInput, stateOutput } from './diagram.js';

export const debounced = [
  diagram({
    name: 'debounceConnectionState',
    title: 'A short interruption is never seen; a longer one is seen once it has lasted for 5 ms.',
    call: 'debounceConnectionState(options)',
    options: { offline: 5 },
    inputs: { state$: stateInput('n--f-n--f-------n---f-|', '^---------------------!') },
    apply: ({ state$ }, options) => state$.pipe(debounceConnectionState(options)),
    outputs: { result: stateOutput('n------------f--n-----(f|)') },
    holds: { input: 'state$', atMost: () => 1 },
  }),
  diagram({
    name: 'debounceConnectionState-maxWait',
    title: 'A line that flaps faster than the delay is told of when it was away for 6 ms in all.',
    call: 'debounceConnectionState(options)',
    options: { online: 3, offline: 5, maxWait: 6 },
    inputs: { state$: stateInput('n-f---n-f---n--------n-|', '^----------------------!') },
    apply: ({ state$ }, options) => state$.pipe(debounceConnectionState(options)),
    outputs: { result: stateOutput('n---------f----n-------|') },
    holds: { input: 'state$', atMost: () => 1 },
  }),
  diagram({
    name: 'debounceConnectionState-debounceFirst',
    title: 'With debounceFirst the first state, too, must last for its delay.',
    call: 'debounceConnectionState(options)',
    options: { online: 3, offline: 5, debounceFirst: true },
    inputs: { state$: stateInput('n-f-------n------|', '^----------------!') },
    apply: ({ state$ }, options) => state$.pipe(debounceConnectionState(options)),
    outputs: { result: stateOutput('-------f-----n---|') },
    holds: { input: 'state$', atMost: () => 1 },
  }),
];
