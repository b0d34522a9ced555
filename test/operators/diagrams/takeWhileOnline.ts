import { takeWhileOnline } from 'rx-outlook/operators';
import { diagram, letterInput, letterOutput, stateInput } from './diagram.js';

export const taken = [
  diagram({
    name: 'takeWhileOnline',
    title: 'The source is followed from the first online on, until the connection is lost.',
    call: 'takeWhileOnline(state$)',
    inputs: {
      state$: stateInput('---n---------f-----n-', '^------------!'),
      source: letterInput('-a---b---c------d---e', '---^---------!'),
    },
    apply: ({ state$, source }) => source.pipe(takeWhileOnline(state$)),
    outputs: { result: letterOutput('-----b---c---|') },
  }),
];
