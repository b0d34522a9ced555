import { map } from 'rxjs';
import { type StateWithDuration, withDuration } from 'rx-outlook/operators';
import { diagram, stateInput } from './diagram.js';

function describe(value: unknown): string {
  const { state, since, previous } = value as StateWithDuration;
  const before = previous && `, after ${previous.duration} ms ${previous.state}`;
  return `${state} since ${since}${before ?? ''}`;
}

export const durations = [
  diagram({
    name: 'withDuration',
    title: 'Each state says since when it holds, and how long the one before it held.',
    call: 'withDuration()',
    inputs: { state$: stateInput('n-------f---n-----u--|', '^--------------------!') },
    apply: ({ state$ }) =>
      state$.pipe(
        withDuration(),
        map((state) => ({ ...state })),
      ),
    outputs: {
      result: {
        marbles: 'a-------b---c-----d--|',
        values: {
          a: { state: 'online', since: 0 },
          b: { state: 'offline', since: 8, previous: { state: 'online', duration: 8 } },
          c: { state: 'online', since: 12, previous: { state: 'offline', duration: 4 } },
          d: { state: 'unknown', since: 18, previous: { state: 'online', duration: 6 } },
        },
      },
    },
    describe,
  }),
];
