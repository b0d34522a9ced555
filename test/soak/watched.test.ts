import {
  config,
  EMPTY,
  Observable,
  type Observer,
  of,
  Subject,
  type Subscriber,
  throwError,
} from 'rxjs';
import { eventually } from '../contract/tools.js';
import { Checker } from './checker.js';
import { hearWhatIsHeldBack, Watched } from './watched.js';

/** A source that goes on as it likes: RxJS itself would hold back what comes too late. */
function unguarded() {
  let observer: Partial<Observer<string>> = {};
  const source$ = {
    subscribe: (one: Partial<Observer<string>>) => {
      observer = one;
      return { unsubscribe: () => undefined };
    },
  } as unknown as Observable<string>;
  return {
    source$,
    next: () => observer.next?.('online'),
    error: () => observer.error?.({ code: 'E_FAIL' }),
    complete: () => observer.complete?.(),
  };
}

describe('a subscription in a soak', () => {
  afterEach(() => {
    config.onStoppedNotification = null;
  });

  it('is found to be given something after its end, though RxJS holds it back', async () => {
    const found: string[] = [];
    const checker = new Checker((what) => found.push(what));
    hearWhatIsHeldBack(checker);
    let subscriber!: Subscriber<string>;
    const talkative$ = new Observable<string>((given) => {
      subscriber = given;
    });
    const watched = new Watched('one', talkative$, checker);
    subscriber.next('online');
    watched.end();
    subscriber.next('offline');
    await eventually(() => found.length > 0, 'it is found');
    expect([watched.values, found.length]).toEqual([1, 1]);
    expect(found[0]).toMatch(
      /a subscriber that had ended was given \{ kind: 'N', value: 'offline'/,
    );
  });
});

describe('a watched subscription', () => {
  let found: string[];
  let checker: Checker;
  beforeEach(() => {
    found = [];
    checker = new Checker((what) => found.push(what));
  });

  it('keeps what it was given, and is over once it is ended', () => {
    const source$ = new Subject<string>();
    const seen: string[] = [];
    const watched = new Watched('one', source$, checker, (value) => seen.push(value));
    source$.next('online');
    source$.next('offline');
    expect([watched.values, watched.last, watched.isOver]).toEqual([2, 'offline', false]);
    watched.end();
    expect([watched.isOver, source$.observed]).toEqual([true, false]);
    expect([seen, found]).toEqual([['online', 'offline'], []]);
  });

  it('finds a value, an error and a completion after unsubscribe()', () => {
    const source = unguarded();
    const watched = new Watched('one', source.source$, checker);
    watched.mayFail('E_FAIL');
    watched.end();
    source.next();
    source.error();
    source.complete();
    expect(found).toEqual([
      'nothing after unsubscribe(), an error or a completion: one was given a value',
      'nothing after unsubscribe(), an error or a completion: one was given an error',
      'nothing after unsubscribe(), an error or a completion: one was given a completion',
    ]);
  });

  it.each(['error', 'complete'] as const)('finds a value after %s', (end) => {
    const source = unguarded();
    new Watched('one', source.source$, checker).mayFail('E_FAIL');
    source[end]();
    expect(found).toEqual([]);
    source.next();
    expect(found).toEqual([expect.stringContaining('was given a value')]);
  });

  it('finds a failure that nobody has caused, and one with another code', () => {
    const failure = throwError(() => Object.assign(new Error('no'), { code: 'E_FAIL' }));
    new Watched('the first', failure, checker);
    const later$ = new Subject<string>();
    const second = new Watched('the second', later$, checker);
    second.mayFail('ERR_TIMEOUT', 'E_ABORT');
    later$.error(Object.assign(new Error('no'), { code: 'E_FAIL' }));
    expect(found).toEqual([
      expect.stringContaining('the first failed with E_FAIL, and may with nothing: Error: no'),
      expect.stringContaining('the second failed with E_FAIL, and may with ERR_TIMEOUT or E_ABORT'),
    ]);
  });

  it('lets one wait for a failure that was announced', async () => {
    const source$ = new Subject<string>();
    const watched = new Watched('one', source$, checker);
    watched.mayFail('E_FAIL');
    const failed = watched.failed();
    source$.next('online');
    source$.error(Object.assign(new Error('no'), { code: 'E_FAIL' }));
    expect(await failed).toBe('E_FAIL');
    expect([watched.isOver, found]).toEqual([true, []]);
  });

  it('is over when its source is complete', () => {
    expect(new Watched('one', of('online'), checker)).toMatchObject({ isOver: true, values: 1 });
    expect(new Watched('one', EMPTY, checker)).toMatchObject({ isOver: true, values: 0 });
    expect(found).toEqual([]);
  });
});
