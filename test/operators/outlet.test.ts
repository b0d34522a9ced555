import { Observable, type Subscription } from 'rxjs';
import { Outlet } from '../../operators/outlet.js';

/** An outlet to a subscriber that notes what it receives. */
function connected(next: (value: string) => void = () => undefined): {
  outlet: Outlet<string>;
  heard: unknown[];
  drop: jest.Mock;
  subscription: Subscription;
} {
  const heard: unknown[] = [];
  const drop = jest.fn();
  let outlet!: Outlet<string>;
  const subscription = new Observable<string>((subscriber) => {
    outlet = new Outlet(subscriber, drop);
  }).subscribe({
    next: (value) => {
      heard.push(value);
      next(value);
    },
    error: (error: unknown) => heard.push(['error', error]),
    complete: () => heard.push('complete'),
  });
  return { outlet, heard, drop, subscription };
}

/** A step that gives out what waits. */
function giving(outlet: Outlet<string>, waiting: string[]): () => boolean {
  return () => {
    const value = waiting.shift();
    if (value !== undefined) outlet.next(value);
    return value !== undefined;
  };
}

describe('an outlet', () => {
  test('gives out in one loop: what is caused inside next goes out after next has returned', () => {
    const waiting = ['a', 'b'];
    const order: string[] = [];
    const { outlet, heard } = connected((value) => {
      if (value === 'a') {
        waiting.push('c');
        order.push(`nested ${outlet.handOut(step)}`);
      }
      order.push(`${value} returned`);
    });
    const step = giving(outlet, waiting);
    expect(outlet.handOut(step)).toBe(true);
    expect(heard).toEqual(['a', 'b', 'c']);
    expect(order).toEqual(['nested false', 'a returned', 'b returned', 'c returned']);
    expect(outlet.handOut(step)).toBe(true);
  });

  test('gives out any number of values that each cause the next, on a bounded stack', () => {
    const waiting = ['x'];
    let count = 0;
    const { outlet } = connected(() => {
      if (++count === 100_000) return;
      waiting.push('x');
      outlet.handOut(step);
    });
    const step = giving(outlet, waiting);
    outlet.handOut(step);
    expect(count).toBe(100_000);
  });

  test.each([
    ['an error', (outlet: Outlet<string>) => outlet.error('lost'), ['error', 'lost']],
    ['completion', (outlet: Outlet<string>) => outlet.complete(), 'complete'],
  ])('is over after %s, and says nothing more', (_, end, last) => {
    const { outlet, heard, drop, subscription } = connected();
    outlet.next('a');
    expect(outlet.isOver).toBe(false);
    expect(drop).not.toHaveBeenCalled();
    end(outlet);
    expect(outlet.isOver).toBe(true);
    expect(drop).toHaveBeenCalled();
    expect(subscription.closed).toBe(true);
    outlet.next('b');
    outlet.error('late');
    outlet.complete();
    expect(heard).toEqual(['a', last]);
  });

  test('is over before the observers of the end are told, and drops what they add', () => {
    const drop = jest.fn();
    const seen: unknown[] = [];
    new Observable<string>((subscriber) => {
      const outlet = new Outlet(subscriber, drop);
      outlet.error('lost');
      seen.push(drop.mock.calls.length);
      return undefined;
    }).subscribe({ error: () => seen.push(drop.mock.calls.length) });
    expect(seen).toEqual([1, 2]);
  });

  test('is over once unsubscribed, and is silent', () => {
    const { outlet, heard, drop, subscription } = connected();
    subscription.unsubscribe();
    subscription.unsubscribe();
    expect(outlet.isOver).toBe(true);
    expect(drop).toHaveBeenCalledTimes(1);
    outlet.next('a');
    outlet.error('late');
    outlet.complete();
    expect(heard).toEqual([]);
  });

  test('stops in the middle of a loop when next unsubscribes', () => {
    const waiting = ['a', 'b'];
    const { outlet, heard, subscription } = connected(() => subscription.unsubscribe());
    outlet.handOut(giving(outlet, waiting));
    expect(heard).toEqual(['a']);
  });
});
