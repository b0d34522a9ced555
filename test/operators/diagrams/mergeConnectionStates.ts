import { map } from 'rxjs';
import { type ConnectionStatesSummary, mergeConnectionStates } from 'rx-outlook/operators';
import { plain, silent, summary } from '../summaries.js';
import { diagram, stateInput } from './diagram.js';

/** Each account with its state, as the summary has them. */
function describe(value: unknown): string {
  const { overall, states } = value as ConnectionStatesSummary;
  return `${overall}: ${[...states].map((account) => account.join(' ')).join(', ')}`;
}

export const merged = [
  diagram({
    name: 'mergeConnectionStates',
    title: 'Two accounts make one summary for each change; an error of one does not end the merge.',
    call: 'mergeConnectionStates({ work, home })',
    inputs: {
      work: stateInput('--n----f-------------|', '^--------------------!'),
      home: stateInput('-----n------#', '^-----------!'),
    },
    apply: ({ work, home }) => mergeConnectionStates({ work, home }).pipe(map(plain)),
    outputs: {
      result: {
        marbles: 's-a--b-c----d--------|',
        values: {
          s: silent,
          a: summary('partial', { work: 'online', home: 'unknown' }),
          b: summary('online', { work: 'online', home: 'online' }),
          c: summary('partial', { work: 'offline', home: 'online' }),
          d: summary('partial', { work: 'offline', home: 'unknown' }, { home: 'home failed' }),
        },
      },
    },
    describe,
  }),
];
