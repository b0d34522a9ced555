import {
  concat,
  EMPTY,
  from,
  NEVER,
  Observable,
  of,
  Subject,
  take,
  takeUntil,
  throwError,
} from 'rxjs';
import {
  bufferWhileOffline,
  type ConnectionStateLike,
  mergeConnectionStates,
  toObservable,
} from 'rx-outlook/operators';
import { heldBack } from '../fixtures/heldBack.js';

test('what is said to a subscriber that has ended is heard here, but for completions', async () => {
  const said = await heldBack(() => {
    new Observable<string>((subscriber) => {
      subscriber.complete();
      subscriber.next('late');
      subscriber.error('later');
      subscriber.complete();
    }).subscribe();
  });
  expect(said.map(({ kind }) => kind)).toEqual(['N', 'E']);
});

/** RxJS would hold it back, and the work be done for nobody. */
describe('an operator whose subscriber has ended says nothing to it', () => {
  const silence: [string, () => void | Promise<void>][] = [
    [
      'bufferWhileOffline, completed by its source while offline',
      () => void EMPTY.pipe(held()).subscribe(),
    ],
    [
      'bufferWhileOffline, errored by its source while offline',
      () =>
        void throwError(() => 'broken')
          .pipe(held())
          .subscribe({ error: () => undefined }),
    ],
    [
      'bufferWhileOffline, left while offline',
      () => {
        NEVER.pipe(held()).subscribe().unsubscribe();
      },
    ],
    [
      'mergeConnectionStates, left in next while summaries wait',
      () => {
        const work$ = new Subject<ConnectionStateLike>();
        const subscription = mergeConnectionStates({ work: work$ }).subscribe(({ changed }) => {
          if (changed === undefined) return;
          work$.next('offline');
          work$.next('online');
          subscription.unsubscribe();
        });
        work$.next('online');
      },
    ],
    [
      'mergeConnectionStates, errored by its policy while summaries wait',
      () => {
        const work$ = new Subject<ConnectionStateLike>();
        mergeConnectionStates({ work: work$ }, { overall: noneOffline }).subscribe({
          next: ({ changed }) => {
            if (changed === undefined)
              for (const state of ['online', 'unknown', 'offline'] as const) work$.next(state);
          },
          error: () => undefined,
        });
        work$.next('online');
      },
    ],
    [
      'bufferWhileOffline, told of other ends inside the error',
      () => {
        const state$ = new Subject<ConnectionStateLike>();
        const source = new Subject<string>();
        const project = (value: string) => concat(of(value), NEVER);
        source
          .pipe(bufferWhileOffline(state$, { maxSize: 1, overflow: 'error' }, project))
          .subscribe({
            error: () => {
              source.next('not held');
              state$.next('online');
              state$.error('another');
            },
          });
        source.next('held');
        source.error('broken');
      },
    ],
    [
      'mergeConnectionStates, whose account speaks inside the error',
      () => {
        const work$ = new Subject<ConnectionStateLike>();
        mergeConnectionStates({ work: work$ }, { overall: noneOffline }).subscribe({
          error: () => {
            work$.next('online');
          },
        });
        work$.next('offline');
      },
    ],
    [
      'mergeConnectionStates, left with its first set of many',
      () => {
        const sets$ = from([{ work: NEVER }, 'no set' as never]);
        mergeConnectionStates(sets$).pipe(take(1)).subscribe();
      },
    ],
    [
      'toObservable, left before the next value of an iterator',
      () => leftTooEarly(() => Promise.resolve({ value: 1 })),
    ],
    [
      'toObservable, left before an iterator ends',
      () => leftTooEarly(() => Promise.resolve({ done: true, value: 1 })),
    ],
    [
      'toObservable, left before an iterator fails',
      () => leftTooEarly(() => Promise.reject(new Error('late'))),
    ],
  ];

  test.each(silence)('%s', async (_name, play) => {
    expect(await heldBack(play)).toEqual([]);
  });
});

function held() {
  return bufferWhileOffline(concat(of('offline' as const), NEVER), {
    maxSize: 1,
    overflow: 'error',
  });
}

/** A policy that fails as soon as there is one. */
function noneOffline({ offline }: { offline: number }): number {
  if (offline > 0) throw new Error('as it was told to');
  return offline;
}

/** What the iterator answers it answers to nobody. */
async function leftTooEarly(next: () => Promise<IteratorResult<number>>): Promise<void> {
  const iterator: AsyncIterator<number> = { next };
  toObservable({ [Symbol.asyncIterator]: () => iterator })
    .subscribe()
    .unsubscribe();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('mergeConnectionStates', () => {
  test('asks its policy nothing once it was left, also while it subscribes its accounts', () => {
    const stop$ = new Subject<void>();
    const overall = jest.fn(() => 'any');
    const work = new Observable<ConnectionStateLike>((subscriber) => {
      subscriber.next('online');
      stop$.next();
    });
    const seen = jest.fn();
    mergeConnectionStates({ work }, { overall }).pipe(takeUntil(stop$)).subscribe(seen);
    expect(overall).not.toHaveBeenCalled();
    expect(seen).not.toHaveBeenCalled();
  });
});
