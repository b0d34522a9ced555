import { asyncScheduler, EMPTY, NEVER, Subject, VirtualTimeScheduler } from 'rxjs';
import { waitForOnline, whileOnline } from 'rx-outlook/operators';
import { abortionOf, checkSignal } from '../../operators/abortion.js';
import { checkAccounts } from '../../operators/accounts.js';
import { checkDelay, checkFlag, checkScheduler, hasMethod } from '../../operators/checks.js';
import { checkCount, checkLimit } from '../../operators/counts.js';
import { checkLine } from '../../operators/line.js';
import { checkOverflow } from '../../operators/overflow.js';
import { untilClosed } from '../../operators/untilClosed.js';

const type = 'ERR_INVALID_ARG_TYPE';
const value = 'ERR_INVALID_ARG_VALUE';

describe('what is said of a wrong', () => {
  test.each<[string, () => unknown, string, string]>([
    [
      'delay',
      () => checkDelay('5', 'it'),
      type,
      'The "it" argument must be a number. Received "5"',
    ],
    [
      'delay below 0',
      () => checkDelay(-1, 'it'),
      value,
      'The "it" argument must be a number of milliseconds from 0 to 2147483647. Received type number (-1)',
    ],
    [
      'flag',
      () => checkFlag(0, 'it'),
      type,
      'The "it" argument must be a boolean. Received type number (0)',
    ],
    [
      'scheduler',
      () => checkScheduler({ now: () => 0 }),
      type,
      'The "options.scheduler" argument must be a scheduler. Received an object',
    ],
    [
      'signal',
      () => checkSignal({ aborted: false }),
      type,
      'The "options.signal" argument must be an AbortSignal. Received an object',
    ],
    [
      'signal: null',
      () => checkSignal(null),
      type,
      'The "options.signal" argument must be an AbortSignal. Received null',
    ],
    [
      'count',
      () => checkCount('5', 'it', 1),
      type,
      'The "it" argument must be a number. Received "5"',
    ],
    [
      'count too low',
      () => checkCount(0, 'it', 1),
      value,
      'The "it" argument must be a whole number from 1. Received type number (0)',
    ],
    [
      'project',
      () => whileOnline(1 as never),
      type,
      'The "project" argument must be a function. Received type number (1)',
    ],
    [
      'line',
      () => checkLine(() => NEVER),
      type,
      'The "state$" argument must be an Observable. Received a function',
    ],
    [
      'overflow',
      () => checkOverflow('spill'),
      value,
      'The "options.overflow" argument must be one of drop-oldest, drop-newest, error. Received "spill"',
    ],
    [
      'overflow: 1',
      () => checkOverflow(1),
      type,
      'The "options.overflow" argument must be a string. Received type number (1)',
    ],
    [
      'set of accounts',
      () => checkAccounts('a'),
      type,
      'The "accounts" argument must be a record, a Map or an iterable of [name, Observable] pairs, or an Observable of those. Received "a"',
    ],
    [
      'account',
      () => checkAccounts({ work: 1 }),
      type,
      'The "accounts.work" argument must be an Observable, a promise or an iterable. Received type number (1)',
    ],
    [
      'pair',
      () => checkAccounts([['a', NEVER], ['b']]),
      type,
      'The "accounts[1]" argument must be a [name, Observable] pair. Received an array',
    ],
    [
      'account of a pair',
      () => checkAccounts([['a', 1]]),
      type,
      'The "accounts[0][1]" argument must be an Observable, a promise or an iterable. Received type number (1)',
    ],
    [
      'second pair of a name',
      () => checkAccounts([['a', NEVER], ['a', NEVER]]), // prettier-ignore
      value,
      'The "accounts[1]" argument must not repeat a name. Received "a"',
    ],
  ])('%s', (_, call, code, message) => {
    expect(call).toThrow(expect.objectContaining({ code, message }) as Error);
    expect(call).toThrow(TypeError);
  });
});

describe('at its bounds', () => {
  test('a delay, a count, a limit is taken', () => {
    expect([0, 2 ** 31 - 1].map((delay) => checkDelay(delay, 'it'))).toEqual([0, 2 ** 31 - 1]);
    expect([1, Number.MAX_SAFE_INTEGER].map((count) => checkCount(count, 'it', 1))).toEqual([
      1,
      Number.MAX_SAFE_INTEGER,
    ]);
    expect(checkLimit(Infinity, 'it', 1)).toBe(Infinity);
  });

  test.each([2 ** 31, NaN, Infinity])('a delay of %p is refused', (delay) => {
    expect(() => checkDelay(delay, 'it')).toThrow(/from 0 to 2147483647/);
  });

  test.each([0.5, NaN, Infinity, -1, 2 ** 53])('a count of %p is refused', (count) => {
    expect(() => checkCount(count, 'it', 0)).toThrow(/must be a whole number from 0/);
  });

  test.each([0, -Infinity])('a limit of %p is refused', (limit) => {
    expect(() => checkLimit(limit, 'it', 1)).toThrow(/must be a whole number from 1/);
  });
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

test('the line tells of being online or not, first and when that changes', () => {
  const states = new Subject<'online' | 'offline' | 'unknown'>();
  const heard: unknown[] = [];
  checkLine(states).subscribe((isOnline) => heard.push(isOnline));
  for (const state of ['offline', 'unknown', 'online', 'online', 'offline'] as const)
    states.next(state);
  expect(heard).toEqual([false, true, false]);
});
