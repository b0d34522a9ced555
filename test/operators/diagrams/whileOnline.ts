import { whileOnline } from 'rx-outlook/operators';
import { diagram, letterInput, letterOutput, stateInput } from './diagram.js';

export const whiled = [
  diagram({
    name: 'whileOnline',
    title: 'What it runs is subscribed on going online, and unsubscribed on going offline.',
    call: 'whileOnline(() => mail$)',
    inputs: {
      state$: stateInput('f--n-------f----n------u--|', '^-------------------------!'),
      mail$: letterInput(
        ['-a--b--c--d--', '-a--b--c--d--'],
        '---^-------!',
        '----------------^------!',
      ),
    },
    apply: ({ state$, mail$ }) => state$.pipe(whileOnline(() => mail$)),
    outputs: { result: letterOutput('----a--b--c------a--b-----|') },
  }),
];
