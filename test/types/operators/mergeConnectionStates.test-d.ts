import { expectTypeOf } from 'expect-type';
import type { Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  type ConnectionStatesSummary,
  mergeConnectionStates,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const perhaps: Observable<ConnectionState | 'unknown'>;
declare const words: Observable<string>;
declare const status$: Observable<root.ConnectionStatus>;
declare const ids: ReadonlyMap<symbol, Observable<ConnectionState>>;
declare const pairs: Iterable<readonly [number, Observable<'online'>]>;

// The names of a record are strings; those of a Map or an iterable are what they are.
expectTypeOf(mergeConnectionStates({ work: known, home: perhaps })).toEqualTypeOf<
  Observable<ConnectionStatesSummary>
>();
expectTypeOf(mergeConnectionStates({})).toEqualTypeOf<Observable<ConnectionStatesSummary>>();
expectTypeOf(mergeConnectionStates(ids)).toEqualTypeOf<
  Observable<ConnectionStatesSummary<symbol>>
>();
expectTypeOf(mergeConnectionStates(pairs)).toEqualTypeOf<
  Observable<ConnectionStatesSummary<number>>
>();
expectTypeOf(
  mergeConnectionStates([
    ['work', known],
    ['home', perhaps],
  ]),
).toEqualTypeOf<Observable<ConnectionStatesSummary>>();
expectTypeOf(mergeConnectionStates(new Map([['work', known]]))).toEqualTypeOf<
  Observable<ConnectionStatesSummary>
>();

// A source may say states, or statuses that have one; each its own.
expectTypeOf(mergeConnectionStates({ work: status$, home: known })).toEqualTypeOf<
  Observable<ConnectionStatesSummary>
>();
expectTypeOf(mergeConnectionStates(new Map([[1, status$]]))).toEqualTypeOf<
  Observable<ConnectionStatesSummary<number>>
>();
expectTypeOf(mergeConnectionStates(new Map([[1, status$]]), { overall: 'any' })).toEqualTypeOf<
  Observable<ConnectionStatesSummary<number, ConnectionState | 'unknown'>>
>();

// A source, and what tells of the sets, may be of any kind.
declare const native: {
  subscribe(
    observer?: { next?: (value: 'online') => void },
    options?: { signal?: AbortSignal },
  ): void;
};
declare const generator: AsyncGenerator<ConnectionState>;
expectTypeOf(
  mergeConnectionStates({
    a: Promise.resolve('online' as const),
    b: generator,
    c: native,
    d: known,
  }),
).toEqualTypeOf<Observable<ConnectionStatesSummary>>();
declare const sets: AsyncIterable<ReadonlyMap<number, typeof generator>>;
expectTypeOf(mergeConnectionStates(sets)).toEqualTypeOf<
  Observable<ConnectionStatesSummary<number>>
>();
expectTypeOf(mergeConnectionStates(Promise.resolve({ work: known }))).toEqualTypeOf<
  Observable<ConnectionStatesSummary>
>();

// A policy decides what overall is.
expectTypeOf(mergeConnectionStates(ids, {})).toEqualTypeOf<
  Observable<ConnectionStatesSummary<symbol>>
>();
expectTypeOf(mergeConnectionStates(ids, { overall: 'any', retry: { delay: 5 } })).toEqualTypeOf<
  Observable<ConnectionStatesSummary<symbol, ConnectionState | 'unknown'>>
>();
expectTypeOf(
  mergeConnectionStates({ work: known }, { overall: ({ online, total }) => online / total }),
).toEqualTypeOf<Observable<ConnectionStatesSummary<string, number>>>();
expectTypeOf(
  mergeConnectionStates(ids, {
    overall: ({ states, changed }) => [states.get(changed!), changed] as const,
  }),
).toEqualTypeOf<
  Observable<
    ConnectionStatesSummary<
      symbol,
      readonly [ConnectionState | 'unknown' | undefined, symbol | undefined]
    >
  >
>();

// @ts-expect-error: no such policy
mergeConnectionStates(ids, { overall: 'most' });
// @ts-expect-error: a configuration, not a count
mergeConnectionStates(ids, { retry: 3 });

// The default name is a string.
expectTypeOf<ConnectionStatesSummary['errors']>().toEqualTypeOf<ReadonlyMap<string, unknown>>();
expectTypeOf<ConnectionStatesSummary<number>>().toEqualTypeOf<{
  readonly states: ReadonlyMap<number, ConnectionState | 'unknown'>;
  readonly errors: ReadonlyMap<number, unknown>;
  readonly online: number;
  readonly offline: number;
  readonly unknown: number;
  readonly total: number;
  readonly changed: number | undefined;
  readonly overall: ConnectionState | 'partial' | 'unknown';
}>();
expectTypeOf(root.mergeConnectionStates).toEqualTypeOf<typeof mergeConnectionStates>();
expectTypeOf<root.ConnectionStatesSummary<1>>().toEqualTypeOf<ConnectionStatesSummary<1>>();

// @ts-expect-error: the accounts are not optional
mergeConnectionStates();
// @ts-expect-error: these are no connection states
mergeConnectionStates({ work: words });
// @ts-expect-error: nor are these
mergeConnectionStates(new Map([['work', words]]));
// @ts-expect-error: an account has a name
mergeConnectionStates([known, perhaps]);
// @ts-expect-error: one stream is not a set of accounts
mergeConnectionStates(known);
// @ts-expect-error: nor is one of statuses
mergeConnectionStates(status$);
// @ts-expect-error: nor is this
mergeConnectionStates({ work: Promise.resolve('on') });

declare const summary: ConnectionStatesSummary;
// @ts-expect-error: a summary is read, not written
summary.online = 1;
expectTypeOf(summary.states).not.toHaveProperty('set');
expectTypeOf(summary.errors).not.toHaveProperty('set');
