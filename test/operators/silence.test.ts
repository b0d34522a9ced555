import { concat, EMPTY, NEVER, Observable, of, Subject, takeUntil, throwError } from 'rxjs';
import {
  bufferWhileOffline,
  type ConnectionStateLike,
  mergeConnectionStates,
  toObservable,
} from 'rx-outlook/operators';
import { heldBack } from '../fixtures/heldBack.js';

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
        const overall = ({ offline }: { offline: number }): number => {
          if (offline > 0) throw new Error('as it was told to');
          return offline;
        };
        mergeConnectionStates({ work: work$ }, { overall }).subscribe({
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
