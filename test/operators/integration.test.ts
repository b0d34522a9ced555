import { defer, from, map, NEVER, type Observable, of, startWith, Subject, throwError } from 'rxjs';
import { type ConnectionState, connectionState$, diagnostics } from 'rx-outlook';
import * as operators from 'rx-outlook/operators';
import type { ObservableLike } from 'rx-outlook/operators';
import { type EmbeddedOutlook, embeddedOutlook } from 'rx-outlook/testing';

const {
  bufferWhileOffline,
  connectionUptime,
  debounceConnectionState,
  detectFlapping,
  mergeConnectionStates,
  retryWhenOnline,
  shareConnectionState,
  takeWhileOnline,
  toAsyncIterable,
  toObservable,
  waitForOnline,
  whileOnline,
  withDuration,
} = operators;

interface Composed {
  /** Of a state$ that is a native registration for each of its subscribers. */
  readonly of: (state$: Observable<ConnectionState>) => Observable<unknown>;
  /** What it says of a line that is online, goes offline and comes back. */
  readonly says: readonly unknown[];
}

const long = 3_600_000;
const there = ['online', 'offline', 'online'];

/** The first three, by a loop that then leaves. */
async function looped(state$: Observable<ConnectionState>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const state of toAsyncIterable(state$)) {
    if (seen.push(state) === 3) break;
  }
  return seen;
}

/** As one of another library: what RxJS's own `from` would not take for an Observable. */
function asAnother<T>(source: Observable<T>): ObservableLike<T> {
  return { subscribe: (observer) => source.subscribe(observer) };
}

/** Fails twice: at once, and in the attempt that follows at once. */
function failing(): Observable<string> {
  let attempts = 0;
  return defer(() =>
    ++attempts < 3 ? throwError(() => new Error(`attempt ${attempts}`)) : of('answer'),
  );
}

/** What waits to be sent: the test says it while the connection is away. */
const mail$ = new Subject<string>();

const composed: Readonly<Record<string, Composed>> = {
  bufferWhileOffline: {
    of: (state$) => mail$.pipe(bufferWhileOffline(state$, { maxSize: 1, overflow: 'drop-newest' })),
    says: ['written while offline'],
  },
  connectionUptime: {
    of: (state$) =>
      state$.pipe(
        connectionUptime({ window: long, every: long }),
        map(({ unknown }) => unknown),
      ),
    says: [0, 0, 0],
  },
  debounceConnectionState: {
    of: (state$) => state$.pipe(debounceConnectionState({ maxWait: long })),
    says: there,
  },
  detectFlapping: {
    of: (state$) =>
      state$.pipe(
        detectFlapping({ window: long, transitions: 1, settle: long }),
        map(({ flapping }) => flapping),
      ),
    says: [false, false, true],
  },
  mergeConnectionStates: {
    of: (state$) => mergeConnectionStates({ work: state$ }).pipe(map(({ overall }) => overall)),
    says: ['unknown', ...there],
  },
  retryWhenOnline: {
    of: (state$) => failing().pipe(retryWhenOnline(state$, { backoff: long })),
    says: ['answer', 'completed'],
  },
  shareConnectionState: { of: (state$) => state$.pipe(shareConnectionState()), says: there },
  takeWhileOnline: {
    of: (state$) => NEVER.pipe(startWith('begun'), takeWhileOnline(state$)),
    says: ['begun', 'completed'],
  },
  toAsyncIterable: {
    of: (state$) => from(looped(state$)),
    says: [there, 'completed'],
  },
  toObservable: {
    of: (state$) => toObservable(asAnother(state$)),
    says: there,
  },
  waitForOnline: {
    of: (state$) => state$.pipe(waitForOnline({ timeout: long })),
    says: ['online', 'completed'],
  },
  whileOnline: {
    of: (state$) => state$.pipe(whileOnline((times) => of(`begun after ${times}`))),
    says: ['begun after 0', 'begun after 1'],
  },
  withDuration: {
    of: (state$) =>
      state$.pipe(
        withDuration(),
        map(({ state }) => state),
      ),
    says: there,
  },
};

describe('with connectionState$, on the embedded backend', () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: ['Work'] });
  });
  afterEach(() => outlook.close());

  test('every operator composes, all at once, and leaves no registration', async () => {
    const names = Object.keys(operators).filter((name) => /^[a-z]/.test(name));
    expect(Object.keys(composed).sort()).toEqual(names.sort());

    const work$ = connectionState$('Work', { backend: 'embedded' });
    const said: Record<string, unknown[]> = {};
    const subscriptions = Object.entries(composed).map(([name, { of }]) => {
      const values: unknown[] = (said[name] = []);
      return of(work$).subscribe({
        next: (value) => values.push(value),
        error: (error: unknown) => values.push(error),
        complete: () => values.push('completed'),
      });
    });
    await outlook.settled();
    expect(outlook.counters().advises).toBe(names.length);

    await outlook.setState('Work', 'offline');
    mail$.next('written while offline');
    mail$.next('one too many');
    await outlook.setState('Work', 'online');
    await outlook.settled();
    for (const [name, { says }] of Object.entries(composed)) {
      expect({ [name]: said[name] }).toEqual({ [name]: says });
    }

    for (const subscription of subscriptions) subscription.unsubscribe();
    await outlook.settled();
    expect(outlook.registrations()).toBe(0);
    expect(diagnostics().registrations).toBe(0);
  });
});
