import { retryWhenOnline } from 'rx-outlook/operators';
import { diagram, letterInput, letterOutput, stateInput } from './diagram.js';

export const retried = [
  diagram({
    name: 'retryWhenOnline',
    title:
      'A source that failed is tried again at once, then with backoff, and at once again when the connection is back.',
    call: 'retryWhenOnline(state$, options)',
    options: { backoff: 4 },
    inputs: {
      state$: stateInput('n------------f------n------', '^--------------------------'),
      source: letterInput(
        ['--a-#', '--#', '--#', '--b-c---'],
        '^---!',
        '----^-!',
        '----------^-!',
        '--------------------^------',
      ),
    },
    apply: ({ state$, source }, options) => source.pipe(retryWhenOnline(state$, options)),
    outputs: { result: letterOutput('--a-------------------b-c--') },
  }),
];
