import { map } from 'rxjs';
import { type ConnectionStatesSummary, mergeConnectionStates } from 'rx-outlook/operators';
import { marbles, type StateMarble, states } from './marbles.js';

export type Overall = ConnectionStatesSummary['overall'];

/** A summary but for what made it: that has tests of its own. */
export type Plain<K = string> = Omit<ConnectionStatesSummary<K>, 'changed'>;

/** The summary that is expected for these states, counted anew. */
export function summary(
  overall: Overall,
  accounts: Record<string, StateMarble>,
  errors: Record<string, unknown> = {},
): Plain {
  const count = (state: StateMarble): number =>
    Object.values(accounts).filter((candidate) => candidate === state).length;
  return {
    states: new Map(Object.entries(accounts)),
    errors: new Map(Object.entries(errors)),
    online: count('online'),
    offline: count('offline'),
    unknown: count('unknown'),
    total: Object.keys(accounts).length,
    overall,
  };
}

/** With Maps for the views: what tests compare. */
export function plain<K>(actual: ConnectionStatesSummary<K>): Plain<K> {
  const copy = { ...actual, states: new Map(actual.states), errors: new Map(actual.errors) };
  Reflect.deleteProperty(copy, 'changed');
  return copy;
}

interface Diagram {
  /** By name: when it emits what, and when it is subscribed. */
  readonly accounts: Record<string, readonly [source: string, subscribed: string]>;
  readonly output: string;
  readonly summaries: Record<string, Plain>;
  /** When the output is left; never by default. */
  readonly left?: string;
}

export function expectMerged({ accounts, output, summaries, left }: Diagram): void {
  marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const sources = Object.entries(accounts).map(([name, [source, subscribed]]) => {
      const account = hot<StateMarble>(source, states, `${name} failed`);
      expectSubscriptions(account.subscriptions).toBe(subscribed);
      return [name, account] as const;
    });
    expectObservable(mergeConnectionStates(sources).pipe(map(plain)), left).toBe(output, summaries);
  });
}

/** Of two accounts that have not emitted yet. */
export const silent = summary('unknown', { work: 'unknown', home: 'unknown' });

/** The states of each summary as text, to read an order by. */
export function text({ states: byName }: ConnectionStatesSummary<unknown>): string {
  return [...byName.values()].join(' ');
}
