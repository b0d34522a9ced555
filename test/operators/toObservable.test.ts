import {
  config,
  firstValueFrom,
  NEVER,
  type Observable,
  of,
  type Observer,
  Subject,
  toArray,
} from 'rxjs';
import { mergeConnectionStates, toObservable } from 'rx-outlook/operators';
import { expectRefusal, marbles, type StateMarble, states } from './marbles.js';
import { text } from './summaries.js';

/** What the WHATWG specifies, as far as it is used here: callbacks without this, left by a signal. */
class NativeObservable<T> {
  readonly log: string[] = [];
  observer: Observer<T> | undefined;

  subscribe(observer: Observer<T>, { signal }: { signal: AbortSignal }): void {
    const { next, error, complete } = observer;
    this.observer = { next, error, complete };
    this.log.push('+');
    signal.addEventListener('abort', () => this.log.push('-'));
  }
}

/** An asynchronous iterator that answers when it is told to, and counts its returns. */
function manual<T>() {
  const asked: ((result: IteratorResult<T>) => void)[] = [];
  const iterator = {
    next: () => new Promise<IteratorResult<T>>((resolve) => asked.push(resolve)),
    return: jest.fn(() => Promise.resolve({ done: true as const, value: undefined })),
  };
  return { asked, iterator, source: { [Symbol.asyncIterator]: () => iterator } };
}

function listen<T>(source$: Observable<T>) {
  const seen: unknown[] = [];
  const subscription = source$.subscribe({
    next: (value) => seen.push(value),
    error: (error: unknown) => seen.push({ error }),
    complete: () => seen.push('complete'),
  });
  return { seen, subscription };
}

async function* generate<T>(values: readonly T[], log: string[] = []): AsyncGenerator<T> {
  try {
    yield* values;
    await Promise.resolve();
  } finally {
    log.push('finally');
  }
}

describe('toObservable: Observables', () => {
  test('returns one of RxJS as it is', () => {
    expect(toObservable(NEVER)).toBe(NEVER);
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot<StateMarble>('-n-f-#', states);
      expectObservable(toObservable(source), '^---!').toBe('-n-f', states);
      expectSubscriptions(source.subscriptions).toBe('^---!');
    });
  });

  test('subscribes a WHATWG Observable anew for each subscriber, and leaves it by aborting', () => {
    const source = new NativeObservable<string>();
    const source$ = toObservable(source);
    expect(source.log).toEqual([]);
    const { seen, subscription } = listen(source$);
    source.observer!.next('online');
    subscription.unsubscribe();
    source.observer!.next('offline');
    expect([seen, source.log]).toEqual([['online'], ['+', '-']]);
    const again = listen(source$);
    source.observer!.error('failed');
    expect([again.seen, source.log]).toEqual([[{ error: 'failed' }], ['+', '-', '+', '-']]);
    const last = listen(source$);
    source.observer!.complete();
    expect(last.seen).toEqual(['complete']);
  });

  test.each(['@@observable', Symbol.for('a late Symbol.observable')])(
    'takes what %p says is to be subscribed, before a subscribe of another kind',
    (key) => {
      const known = Object.getOwnPropertyDescriptor(Symbol, 'observable');
      if (typeof key === 'symbol') {
        Object.defineProperty(Symbol, 'observable', { value: key, configurable: true });
      }
      try {
        const state$ = new Subject<string>();
        const store = { subscribe: () => 'not this', [key]: () => state$ };
        const { seen, subscription } = listen(toObservable(store as never));
        state$.next('online');
        subscription.unsubscribe();
        expect([seen, state$.observed]).toEqual([['online'], false]);
      } finally {
        if (known === undefined) Reflect.deleteProperty(Symbol, 'observable');
        else Object.defineProperty(Symbol, 'observable', known);
      }
    },
  );

  test('errors when there is nothing to subscribe to, and with what subscribe throws', () => {
    const { seen } = listen(toObservable({ ['@@observable']: () => 'nothing' } as never));
    const [{ error }] = seen as [{ error: Error }];
    expect(seen).toHaveLength(1);
    expectRefusal(error, 'ERR_INVALID_ARG_TYPE', 'source');
    const throws = {
      subscribe: () => {
        throw new Error('not today');
      },
    };
    expect(listen(toObservable(throws)).seen).toEqual([{ error: new Error('not today') }]);
  });

  test('leaves a source that says all while it is being subscribed', () => {
    const unsubscribe = jest.fn();
    const source = {
      subscribe: (observer: Observer<string>) => {
        observer.next('online');
        observer.complete();
        return { unsubscribe };
      },
    };
    expect(listen(toObservable(source)).seen).toEqual(['online', 'complete']);
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });
});

describe('toObservable: what else values come from', () => {
  const all = <T>(source$: Observable<T>) => firstValueFrom(source$.pipe(toArray()));

  test('takes promises, iterables, array-likes and streams', async () => {
    await expect(all(toObservable(Promise.resolve('online')))).resolves.toEqual(['online']);
    await expect(all(toObservable(Promise.reject(new Error('no'))))).rejects.toThrow('no');
    expect(listen(toObservable(['online', 'offline'])).seen).toEqual([
      'online',
      'offline',
      'complete',
    ]);
    expect(listen(toObservable({ length: 1, 0: 'online' })).seen).toEqual(['online', 'complete']);
    const stream = new Blob(['online']).stream().pipeThrough(new TextDecoderStream());
    await expect(all(toObservable(stream as never))).resolves.toEqual(['online']);
    const { readable: reading } = new TransformStream(); // as it is where streams cannot be iterated
    const old = { getReader: () => reading.getReader() };
    await reading.cancel();
    await expect(all(toObservable(old as never))).resolves.toEqual([]);
  });

  test('takes an asynchronous iterable, to its end or its error', async () => {
    const log: string[] = [];
    await expect(all(toObservable(generate([1, 2, 3], log)))).resolves.toEqual([1, 2, 3]);
    expect(log).toEqual(['finally']);
    const iterator = {
      next: () => Promise.reject(new Error('failed')),
      return: jest.fn(() => Promise.resolve({ done: true as const, value: undefined })),
    };
    await expect(all(toObservable({ [Symbol.asyncIterator]: () => iterator }))).rejects.toThrow(
      'failed',
    );
    expect(iterator.return).not.toHaveBeenCalled(); // it has ended by itself
  });

  test('returns an asynchronous iterator at once when it is left, though no value has come', async () => {
    const { asked, iterator, source } = manual<string>();
    const { seen, subscription } = listen(toObservable(source));
    asked[0]!({ done: false, value: 'online' });
    await Promise.resolve();
    await Promise.resolve();
    expect(seen).toEqual(['online']);
    subscription.unsubscribe();
    expect(iterator.return).toHaveBeenCalledTimes(1);
    asked[1]!({ done: false, value: 'offline' });
    await Promise.resolve();
    await Promise.resolve();
    expect([seen, asked.length]).toEqual([['online'], 2]);
  });

  test('returns no iterator that has ended, and needs none that can', async () => {
    const { asked, iterator, source } = manual<string>();
    const { seen } = listen(toObservable(source));
    asked[0]!({ done: true, value: undefined });
    await Promise.resolve();
    await Promise.resolve();
    expect(seen).toEqual(['complete']);
    expect(iterator.return).not.toHaveBeenCalled();
    const plain = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => 0) }) };
    listen(toObservable(plain)).subscription.unsubscribe();
  });

  test('reports what the return of an iterator fails with', async () => {
    const { iterator, source } = manual<string>();
    iterator.return.mockRejectedValue(new Error('does not end well'));
    const reported = new Promise((resolve) => {
      config.onUnhandledError = resolve;
    });
    try {
      listen(toObservable(source)).subscription.unsubscribe();
      await expect(reported).resolves.toEqual(new Error('does not end well'));
    } finally {
      config.onUnhandledError = null;
    }
  });
});

describe('mergeConnectionStates: sources of any kind', () => {
  test('takes accounts that are promises, generators and Observables of others', async () => {
    const native = new NativeObservable<StateMarble>();
    const promise = Promise.resolve('offline' as const);
    const seen: string[] = [];
    const done = new Promise<void>((complete) => {
      const accounts = {
        promise,
        generator: generate(['online' as const]),
        native,
        rx: of('online' as const),
      };
      mergeConnectionStates(accounts).subscribe({
        next: (value) => seen.push(text(value)),
        complete,
      });
    });
    expect(seen).toEqual(['unknown unknown unknown online']);
    native.observer!.next('offline');
    native.observer!.complete();
    await done;
    expect(seen.at(-1)).toBe('offline online offline online');
    expect(native.log).toEqual(['+', '-']);
  });

  test('leaves a promise that stays in the next set alone, and takes sets from a generator', async () => {
    const work = Promise.resolve('online' as const);
    const spy = jest.spyOn(work, 'then');
    const seen: string[] = [];
    await new Promise<void>((complete) => {
      const sets = generate([{ work }, { work, home: of('offline' as const) }]);
      mergeConnectionStates(sets as AsyncIterable<Record<string, Observable<'offline'>>>).subscribe(
        {
          next: (value) => seen.push(text(value)),
          complete,
        },
      );
    });
    expect(seen.at(-1)).toBe('online offline');
    expect(spy).toHaveBeenCalledTimes(1);
  });
});
