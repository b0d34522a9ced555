import { getEventListeners } from 'node:events';
import { concat, NEVER, Observable, of, range, Subject, throwError } from 'rxjs';
import { toAsyncIterable, type ToAsyncIterableOptions } from 'rx-outlook/operators';

const iterate = <T>(source: Observable<T>, options?: ToAsyncIterableOptions) =>
  toAsyncIterable(source, options)[Symbol.asyncIterator]();

/** All that an iterator gives, one after the other, and how it ends. */
async function drain(iterator: AsyncIterator<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  try {
    for (;;) {
      const result = await iterator.next();
      if (result.done === true) return [...seen, 'done'];
      seen.push(result.value);
    }
  } catch (error) {
    return [...seen, { error }];
  }
}

describe('toAsyncIterable: the loop', () => {
  test('gets every value in order, then ends', async () => {
    const seen: number[] = [];
    for await (const value of toAsyncIterable(range(1, 5))) seen.push(value);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    await expect(drain(iterate(of()))).resolves.toEqual(['done']);
    await expect(drain(iterate(of(1)))).resolves.toEqual([1, 'done']);
  });

  test('gets what waited, then the error, once', async () => {
    const iterator = iterate(
      concat(
        of(1, 2),
        throwError(() => 'failed'),
      ),
    );
    await expect(drain(iterator)).resolves.toEqual([1, 2, { error: 'failed' }]);
    await expect(iterator.next()).resolves.toEqual({ done: true, value: undefined });
  });

  test('subscribes when it first asks, anew for each loop, and takes any kind of source', async () => {
    let subscriptions = 0;
    const source = new Observable<number>((subscriber) => {
      subscriber.next(++subscriptions);
      subscriber.complete();
    });
    const iterable = toAsyncIterable(source);
    const [first, second] = [iterable[Symbol.asyncIterator](), iterable[Symbol.asyncIterator]()];
    expect(subscriptions).toBe(0);
    await expect(drain(second)).resolves.toEqual([1, 'done']);
    await expect(drain(first)).resolves.toEqual([2, 'done']);
    await expect(drain(toAsyncIterable(Promise.resolve(1))[Symbol.asyncIterator]()))
      .resolves //
      .toEqual([1, 'done']);
  });

  test.each(['break', 'throw'])('leaves the source at once by %s', async (how) => {
    const source = new Subject<number>();
    const loop = async (): Promise<void> => {
      for await (const value of toAsyncIterable(source)) {
        expect(value).toBe(1);
        if (how === 'throw') throw new Error('enough');
        break;
      }
      expect(source.observed).toBe(false);
    };
    const looping = loop();
    source.next(1);
    source.next(2);
    if (how === 'throw') await expect(looping).rejects.toThrow('enough');
    else await looping;
    expect(source.observed).toBe(false);
  });

  test('answers several calls of next in order, also those that wait when it ends', async () => {
    const source = new Subject<number>();
    const iterator = iterate(source);
    const answers = [1, 2, 3, 4].map(() => iterator.next());
    source.next(1);
    source.next(2);
    source.error('failed');
    await expect(Promise.allSettled(answers)).resolves.toEqual([
      { status: 'fulfilled', value: { done: false, value: 1 } },
      { status: 'fulfilled', value: { done: false, value: 2 } },
      { status: 'rejected', reason: 'failed' },
      { status: 'fulfilled', value: { done: true, value: undefined } },
    ]);
  });

  test('ends for those who wait when it is returned, and is never subscribed when that came first', async () => {
    const source = new Subject<number>();
    const iterator = iterate(source);
    const waiting = iterator.next();
    await iterator.return();
    await iterator.return();
    await expect(waiting).resolves.toEqual({ done: true, value: undefined });
    expect(source.observed).toBe(false);
    const never = iterate(source);
    await never.return();
    await expect(never.next()).resolves.toEqual({ done: true, value: undefined });
    expect(source.observed).toBe(false);
  });

  test('goes on in a second loop over its iterator, also after next()', async () => {
    const iterator = iterate(range(1, 3));
    expect(iterator[Symbol.asyncIterator]()).toBe(iterator);
    await expect(iterator.next()).resolves.toEqual({ done: false, value: 1 });
    const seen: number[] = [];
    for await (const value of iterator) seen.push(value);
    expect(seen).toEqual([2, 3]);
  });

  test('answers return and throw as an async generator does, before its start and after its end', async () => {
    async function* generator(): AsyncGenerator<number, unknown> {
      yield* [1, 2];
      return Promise.resolve(undefined);
    }
    const calls: ((iterator: AsyncGenerator<number, unknown>) => Promise<unknown>)[] = [
      (iterator) => iterator.return('value'),
      (iterator) => iterator.return(Promise.resolve('awaited')),
      (iterator) => iterator.return(Promise.reject(new Error('rejected'))),
      (iterator) => iterator.throw(new Error('thrown')),
    ];
    for (const call of calls) {
      for (const taken of [0, 1, 3]) {
        const [theirs, ours] = [generator(), iterate(of(1, 2)) as AsyncGenerator<number, unknown>];
        const told: unknown[][] = [];
        for (const iterator of [theirs, ours]) {
          for (let i = 0; i < taken; ++i) await iterator.next();
          told.push(await Promise.allSettled([call(iterator), iterator.next(), call(iterator)]));
        }
        expect(told[1]).toEqual(told[0]);
      }
    }
  });

  test('leaves the source at once by throw, though next is pending, and ends that', async () => {
    const source = new Subject<number>();
    const iterator = iterate(source);
    const waiting = iterator.next();
    const thrown = iterator.throw(new Error('enough'));
    expect(source.observed).toBe(false);
    await expect(waiting).resolves.toEqual({ done: true, value: undefined });
    await expect(thrown).rejects.toThrow('enough');
  });

  test('is left by await using', async () => {
    const source = new Subject<number>();
    {
      await using iterator = iterate(source);
      void iterator.next();
      expect(source.observed).toBe(true);
    }
    expect(source.observed).toBe(false);
  });

  test('takes a value that is caused while another is being handed over', async () => {
    const source = new Subject<number>();
    const seen: number[] = [];
    const looping = (async () => {
      for await (const value of toAsyncIterable(source)) {
        seen.push(value);
        if (value < 3) source.next(value + 1);
        else source.complete();
      }
    })();
    source.next(1);
    await looping;
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('toAsyncIterable: the signal', () => {
  test('leaves the source at once, drops what waited, and fails the loop with its reason', async () => {
    const controller = new AbortController();
    const source = new Subject<number>();
    const iterator = iterate(source, { signal: controller.signal });
    const first = iterator.next();
    source.next(1);
    source.next(2);
    controller.abort('enough');
    expect(source.observed).toBe(false);
    await expect(first).resolves.toEqual({ done: false, value: 1 });
    await expect(drain(iterator)).resolves.toEqual([{ error: 'enough' }]);
    await expect(drain(iterator)).resolves.toEqual(['done']);
  });

  test('that was aborted before keeps the source from being subscribed', async () => {
    const source = new Subject<number>();
    const iterator = iterate(source, { signal: AbortSignal.abort('too late') });
    const next = iterator.next();
    expect(source.observed).toBe(false);
    await expect(next).rejects.toBe('too late');
  });

  test('keeps no listener, whatever ended the loop', async () => {
    const { signal } = new AbortController();
    await drain(iterate(of(1), { signal }));
    await drain(
      iterate(
        throwError(() => 'failed'),
        { signal },
      ),
    );
    const left = iterate(concat(of(1), NEVER), { signal });
    await left.next();
    await left.return();
    await drain(iterate(range(0, 9), { signal, maxBuffered: 1, overflow: 'error' }));
    const unused = iterate(NEVER, { signal });
    await unused.return();
    await unused.next();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('toAsyncIterable: values that wait', () => {
  test.each([
    ['drop-oldest', [1, 4, 5, 'done']],
    ['drop-newest', [1, 2, 3, 'done']],
    [undefined, [1, 4, 5, 'done']],
  ] as const)('are no more than maxBuffered, by %p', async (overflow, expected) => {
    const source = new Subject<number>();
    const iterator = iterate(source, { maxBuffered: 2, overflow });
    const first = iterator.next();
    for (const value of [1, 2, 3, 4, 5]) source.next(value);
    source.complete();
    await expect(first).resolves.toEqual({ done: false, value: 1 });
    await expect(drain(iterator)).resolves.toEqual(expected.slice(1));
  });

  test('fail the loop after those that fit, if overflow is an error, and the source is left', async () => {
    const source = new Subject<number>();
    const iterator = iterate(source, { maxBuffered: 2, overflow: 'error' });
    const first = iterator.next();
    for (const value of [1, 2, 3, 4]) source.next(value);
    expect(source.observed).toBe(false);
    await first;
    const seen = await drain(iterator);
    const error = {
      code: 'ERR_BUFFER_OVERFLOW',
      operation: 'toAsyncIterable',
      message: expect.stringMatching(
        /^More than 2 values waited .*Take them faster, .*maxBuffered, .*overflow: 'drop-oldest'\.$/,
      ) as string,
    };
    expect(seen).toMatchObject([2, 3, { error }]);
  });

  test('end a source that says too much while it is being subscribed', async () => {
    let produced = 0;
    const endless = new Observable<number>((subscriber) => {
      while (!subscriber.closed) subscriber.next(++produced);
    });
    const seen = await drain(iterate(endless, { maxBuffered: 3, overflow: 'error' }));
    expect(seen).toMatchObject([1, 2, 3, { error: { code: 'ERR_BUFFER_OVERFLOW' } }]);
    expect(produced).toBe(4);
  });

  test('are a thousand by default, and any number if there is no limit', async () => {
    await expect(drain(iterate(range(0, 5_000)))).resolves.toHaveLength(1_025);
    const all = drain(iterate(range(0, 5_000), { maxBuffered: Infinity }));
    await expect(all).resolves.toHaveLength(5_001);
  });
});
