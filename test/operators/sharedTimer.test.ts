import { asyncScheduler, Subject, type Subscription, VirtualTimeScheduler } from 'rxjs';
import { debounceConnectionState } from 'rx-outlook/operators';
import { SharedTimer } from '../../operators/sharedTimer.js';
import { marbles, type StateMarble } from './marbles.js';

describe('a shared timer', () => {
  test('is one for all who wait for the same delay, and each passes at its own time', () => {
    const clock = new VirtualTimeScheduler();
    const passed: string[] = [];
    const timer = new SharedTimer(clock);
    const wait = (name: string, delay: number): Subscription =>
      timer.after(delay).subscribe({
        next: () => passed.push(`${name} ${clock.now()}`),
        complete: () => passed.push(`${name} complete`),
      });
    wait('a', 10);
    clock.schedule(() => wait('b', 10), 4);
    clock.schedule(() => wait('c', 3), 4);
    clock.schedule(() => wait('d', 10), 9);
    const scheduled = jest.spyOn(clock, 'schedule');
    clock.flush();
    expect(passed).toEqual(
      ['c 7', 'a 10', 'b 14', 'd 19'].flatMap((one) => [one, `${one[0]!} complete`]),
    );
    expect(scheduled).toHaveBeenCalledTimes(3); // c, and a's timer set on for b and d
  });

  test('may be waited for anew, and left, while others pass', () => {
    const clock = new VirtualTimeScheduler();
    const passed: string[] = [];
    const timer = new SharedTimer(clock);
    const wait = (name: string, then: () => void = () => undefined): Subscription =>
      timer.after(10).subscribe(() => {
        passed.push(`${name} ${clock.now()}`);
        then();
      });
    wait('a', () => {
      wait('c');
      b.unsubscribe();
    });
    const b = wait('b');
    const scheduled = jest.spyOn(clock, 'schedule');
    clock.flush();
    expect(passed).toEqual(['a 10', 'c 20']);
    expect(scheduled).toHaveBeenCalledTimes(1); // for c, once a has passed
    wait('d');
    clock.flush();
    expect(passed).toEqual(['a 10', 'c 20', 'd 30']);
  });

  test('is shared by who comes when it is due and has not fired yet', () => {
    const clock = new VirtualTimeScheduler();
    const passed: number[] = [];
    const timer = new SharedTimer(clock);
    const wait = (): Subscription => timer.after(10).subscribe(() => passed.push(clock.frame));
    clock.schedule(() => {
      const scheduled = jest.spyOn(clock, 'schedule');
      wait();
      expect(scheduled).not.toHaveBeenCalled();
    }, 10);
    wait();
    clock.flush();
    expect(passed).toEqual([10, 20]);
  });

  test('is given back by the last who leaves, and made anew by the next who comes', () => {
    jest.useFakeTimers();
    try {
      const passed = jest.fn();
      const timer = new SharedTimer(asyncScheduler);
      const all = [1, 2, 3].map(() => timer.after(10).subscribe(passed));
      expect(jest.getTimerCount()).toBe(1);
      for (const one of [...all, ...all]) one.unsubscribe();
      expect(jest.getTimerCount()).toBe(0);
      timer.after(10).subscribe(passed);
      jest.advanceTimersByTime(10);
      expect(passed).toHaveBeenCalledTimes(1);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  test('of a fake clock that was left behind holds nobody up', async () => {
    const timer = new SharedTimer(asyncScheduler);
    const wait = (): Promise<void> => new Promise((resolve) => timer.after(5).subscribe(resolve));
    // One whose time is past, one whose time is to come, one whose timers were taken away.
    for (const now of [0, Date.now() + 1e9, Date.now() - 1]) {
      jest.useFakeTimers({ now });
      void wait();
      jest.clearAllTimers();
      jest.useRealTimers();
      while (Date.now() <= now + 5 && now < Date.now());
      await wait();
    }
  });

  test('waits no longer than its delay when the clock is set back', () => {
    const clock = new VirtualTimeScheduler();
    const passed: number[] = [];
    const start = clock.now();
    const timer = new SharedTimer(clock);
    timer.after(10).subscribe(() => passed.push(clock.frame));
    clock.schedule(() => timer.after(10).subscribe(() => passed.push(clock.frame)), 5);
    clock.schedule(() => {
      jest.spyOn(clock, 'now').mockImplementation(() => start - 1_000 + clock.frame);
    }, 6);
    clock.flush();
    expect(passed).toEqual([10, 15]);
  });

  test('is still one for those who came after the clock was set back, when those before have left', () => {
    const clock = new VirtualTimeScheduler();
    const start = clock.now();
    const timer = new SharedTimer(clock);
    const before = timer.after(10).subscribe();
    jest.spyOn(clock, 'now').mockReturnValue(start - 1_000);
    timer.after(10).subscribe();
    expect(clock.actions).toHaveLength(2);
    before.unsubscribe();
    timer.after(10).subscribe();
    expect(clock.actions).toHaveLength(1);
    jest.restoreAllMocks();
  });
});

test('a hundred thousand accounts that flap hold one timer for each delay', () => {
  jest.useFakeTimers();
  try {
    const settle = debounceConnectionState({ online: 1_000, offline: 5_000 });
    const accounts = Array.from({ length: 100_000 }, () => new Subject<StateMarble>());
    let emitted = 0;
    const subscriptions = accounts.map((account) =>
      account.pipe(settle).subscribe(() => ++emitted),
    );
    for (const account of accounts) account.next('online');
    for (const account of accounts) account.next('offline');
    expect(jest.getTimerCount()).toBe(1);
    for (const account of accounts.slice(0, 50_000)) account.next('online');
    expect([emitted, jest.getTimerCount()]).toEqual([100_000, 1]);
    jest.advanceTimersByTime(5_000);
    expect([emitted, jest.getTimerCount()]).toEqual([150_000, 0]);
    for (const account of accounts) account.next('online');
    expect(jest.getTimerCount()).toBe(1);
    for (const subscription of subscriptions) subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

test('marble tests need no scheduler: in run mode its time is virtual', () => {
  marbles(({ cold, expectObservable }) => {
    const source = cold<StateMarble>('n-f 9s n|', { n: 'online', f: 'offline' });
    expectObservable(source.pipe(debounceConnectionState({ offline: 5_000 }))).toBe(
      'n- 5000ms f 4s n|',
      { n: 'online', f: 'offline' },
    );
  });
});
