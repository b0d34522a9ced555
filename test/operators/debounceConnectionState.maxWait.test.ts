import { Subject, VirtualTimeScheduler } from 'rxjs';
import { debounceConnectionState } from 'rx-outlook/operators';
import { expectDebounced } from './debounced.js';
import type { StateMarble } from './marbles.js';

const both = { online: 3, offline: 5 };

describe('debounceConnectionState: debounceFirst', () => {
  const options = { ...both, debounceFirst: true };

  test('has the first value, too, last for its delay', () => {
    expectDebounced({
      options,
      source: '    n-f-------n-|',
      subscribed: '^-----------!',
      output: '    -------f----(n|)',
    });
    expectDebounced({
      options: { offline: 5, online: 3, debounceFirst: true },
      source: '    n-f-------n---|',
      subscribed: '^-------------!',
      output: '    -------f-----n|',
    });
  });

  test('lets a first value pass at once that has no delay', () => {
    expectDebounced({ options, source: '-u-n----', subscribed: '^-------', output: '-u----n-' });
  });

  test('emits a first value that is pending when the source completes, and none when it errors', () => {
    expectDebounced({ options, source: '-f-|', subscribed: '^--!', output: '---(f|)' });
    expectDebounced({ options, source: '-f-#', subscribed: '^--!', output: '---#' });
  });
});

describe('debounceConnectionState: maxWait', () => {
  const options = { ...both, maxWait: 6 };

  test('tells of a connection that flaps faster than the delay, when its time away adds up to it', () => {
    expectDebounced({
      options,
      source: '    n--f---n-f----n----|',
      subscribed: '^------------------!',
      output: '    n----------f-----n-|',
    });
    expectDebounced({
      options: both,
      source: '    n--f---n-f---n-f---n|',
      subscribed: '^-------------------!',
      output: '    n-------------------|',
    });
  });

  test('counts anew when the last state emitted was back for as long as its own delay', () => {
    expectDebounced({
      options,
      source: '    n--f---n--f---n--f--n-f---',
      subscribed: '^-------------------------',
      output: '    n------------------------f',
    });
  });

  test('counts anew at each return to a state that has no delay', () => {
    expectDebounced({
      options: { offline: 5, maxWait: 6 },
      source: '    n--f---nf---nf---n',
      subscribed: '^-----------------',
      output: '    n-----------------',
    });
  });

  test('counts all other states together, and emits the one that it is in', () => {
    expectDebounced({
      options: { online: 3, offline: 5, unknown: 5, maxWait: 6 },
      source: '    n--f---u-----',
      subscribed: '^------------',
      output: '    n--------u---',
    });
  });

  test('takes the place of a delay that is longer', () => {
    expectDebounced({
      options: { offline: 9, maxWait: 4 },
      source: '    n--f----n-f----',
      subscribed: '^--------------',
      output: '    n------fn-----f',
    });
    expectDebounced({
      options: { offline: 9, maxWait: 0 },
      source: '    n--f-n--|',
      subscribed: '^-------!',
      output: '    n--f-n--|',
    });
  });

  test('bounds the wait for a first value, too', () => {
    expectDebounced({
      options: { ...options, debounceFirst: true },
      source: '    n-f-n-f--n---',
      subscribed: '^------------',
      output: '    ------f-----n',
    });
  });

  test('counts no more than it waited for, whatever the clock says', () => {
    const clock = new VirtualTimeScheduler();
    const source = new Subject<StateMarble>();
    const seen: string[] = [];
    source
      .pipe(debounceConnectionState({ ...options, scheduler: clock }))
      .subscribe((state) => seen.push(`${state} ${clock.frame}`));
    const at = (time: number, state: StateMarble) =>
      clock.schedule(() => {
        source.next(state);
      }, time);
    source.next('online');
    at(1, 'offline'); // an hour is lost while it waits, and found again
    clock.schedule(() => jest.spyOn(clock, 'now').mockImplementation(() => clock.frame - 3.6e6), 2);
    at(3, 'online');
    at(4, 'offline');
    clock.schedule(() => jest.restoreAllMocks(), 5);
    at(6, 'online');
    at(7, 'offline');
    clock.flush();
    // Of the first two absences one counts as nothing, the other as the 5 ms it was given at most.
    expect(seen).toEqual(['online 0', 'offline 8']);
  });
});
