import { debounceConnectionState, type DebounceConnectionStateOptions } from 'rx-outlook/operators';
import { marbles, type StateMarble, states } from './marbles.js';

interface Diagram {
  readonly options: DebounceConnectionStateOptions;
  readonly source: string;
  readonly subscribed: string;
  readonly output: string;
  /** When the output is left; never by default. */
  readonly left?: string;
}

/** n: online, f: offline, u: unknown, as in every diagram of it. */
export function expectDebounced({ options, source, subscribed, output, left }: Diagram): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const input = hot<StateMarble>(source, states);
    const debounced = input.pipe(debounceConnectionState(options));
    expectObservable(debounced, left).toBe(output, states);
    expectSubscriptions(input.subscriptions).toBe(subscribed);
  });
}
