import { asyncScheduler, EMPTY, NEVER, Subject, VirtualTimeScheduler } from 'rxjs';
import { waitForOnline } from 'rx-outlook/operators';
import { abortionOf, checkSignal } from '../../lib/signals.js';
import { checkDelay, checkFlag, checkScheduler, hasMethod } from '../../operators/checks.js';
import { checkCount, checkLimit } from '../../operators/counts.js';
import { checkConnection } from '../../operators/connection.js';
import { untilClosed } from '../../operators/untilClosed.js';

test('at its bounds a delay, a count, a limit is taken', () => {
  expect([0, 2 ** 31 - 1].map((delay) => checkDelay(delay, 'it'))).toEqual([0, 2 ** 31 - 1]);
  expect([1, Number.MAX_SAFE_INTEGER].map((count) => checkCount(count, 'it', 1))).toEqual([
    1,
    Number.MAX_SAFE_INTEGER,
  ]);
  expect(checkLimit(Infinity, 'it', 1)).toBe(Infinity);
});

test('who waits for a line that has ended is told to wait on one that goes on', () => {
  const heard: unknown[] = [];
  EMPTY.pipe(waitForOnline()).subscribe({ error: (error) => heard.push(String(error)) });
  expect(heard).toEqual([
    expect.stringMatching(
      /^OfflineStateError: The connection states ended, .* such as connectionStatus\$\.$/,
    ),
  ]);
});

test('what is missing has its default', () => {
  expect(checkFlag(undefined, 'it')).toBe(false);
  expect(checkFlag(true, 'it')).toBe(true);
  expect(checkScheduler(undefined)).toBe(asyncScheduler);
  const own = new VirtualTimeScheduler();
  expect(checkScheduler(own)).toBe(own);
  expect(checkSignal(undefined)).toBeUndefined();
});

test('only an object has a method', () => {
  expect(hasMethod({ now: () => 0 }, 'now')).toBe(true);
  for (const one of [
    { now: 0 },
    {},
    null,
    undefined,
    'x',
    Object.assign(() => 0, { now: () => 0 }),
  ]) {
    expect(hasMethod(one, 'now')).toBe(false);
  }
});

describe('abortionOf', () => {
  test('listens to the signal for as long as it is subscribed, and errors with its reason', () => {
    const listeners = new Map<string, () => void>();
    const signal = {
      aborted: false,
      reason: 'why',
      addEventListener: (name: string, listener: () => void) => void listeners.set(name, listener),
      removeEventListener: (name: string) => void listeners.delete(name),
    };
    const heard: unknown[] = [];
    const aborted$ = abortionOf(checkSignal(signal));
    aborted$.subscribe({ error: (error) => heard.push(error) }).unsubscribe();
    expect(listeners.size).toBe(0);
    const subscription = aborted$.subscribe({ error: (error) => heard.push(error) });
    expect([...listeners.keys()]).toEqual(['abort']);
    listeners.get('abort')!();
    expect(heard).toEqual(['why']);
    expect(subscription.closed).toBe(true);
    expect(listeners.size).toBe(0);
  });

  test('errors at once where it has aborted, and then does not listen', () => {
    const heard: unknown[] = [];
    const signal = AbortSignal.abort('before');
    const listen = jest.spyOn(signal, 'addEventListener');
    abortionOf(signal).subscribe({ error: (error) => heard.push(error) });
    expect(heard).toEqual(['before']);
    expect(listen).not.toHaveBeenCalled();
  });

  test('is silent without a signal', () => {
    const heard: unknown[] = [];
    const all = (kind: string) => () => heard.push(kind);
    abortionOf(undefined).subscribe({
      next: all('next'),
      error: all('error'),
      complete: all('complete'),
    });
    expect(heard).toEqual([]);
  });
});

describe('untilClosed', () => {
  test('ends with the subscription, and leaves nothing in it when it has ended before', () => {
    const outer = NEVER.subscribe();
    const source = new Subject<number>();
    const heard: unknown[] = [];
    const add = jest.spyOn(outer, 'add');
    const remove = jest.spyOn(outer, 'remove');
    source.pipe(untilClosed(outer)).subscribe().unsubscribe();
    expect(remove.mock.calls).toEqual(add.mock.calls);
    source.pipe(untilClosed(outer)).subscribe({
      next: (one) => heard.push(one),
      complete: () => heard.push('complete'),
    });
    source.next(1);
    outer.unsubscribe();
    expect(heard).toEqual([1, 'complete']);
    expect(source.observed).toBe(false);
  });
});

test('the connection tells of being online or not, first and when that changes', () => {
  const states = new Subject<'online' | 'offline' | 'unknown'>();
  const heard: unknown[] = [];
  checkConnection(states).subscribe((isOnline) => heard.push(isOnline));
  for (const state of ['offline', 'unknown', 'online', 'online', 'offline'] as const)
    states.next(state);
  expect(heard).toEqual([false, true, false]);
});
