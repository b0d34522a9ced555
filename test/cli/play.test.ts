import { TestScheduler } from 'rxjs/testing';
import { map, Subject, merge } from 'rxjs';
import { played$ } from '../../cli/play.js';
import type { AskedChange } from '../../cli/change.js';
import { parseScript } from '../../cli/script.js';

/** What is played of a script, as one letter a change. */
function played(text: string) {
  const changes$ = new Subject<AskedChange>();
  const letters$ = changes$.pipe(map(({ state }) => (state === 'offline' ? 'f' : 'n')));
  const script = parseScript(text, 'script', ['Work']);
  return merge(
    letters$,
    played$(script, (asked) => changes$.next(asked)),
  );
}

function inTime(test: Parameters<TestScheduler['run']>[0]): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test);
}

describe('playing a script', () => {
  it('makes each change at its time, those of one time in their order', () => {
    inTime(({ expectObservable }) => {
      expectObservable(played('2 offline\n5 online\n5 offline'), '10ms !').toBe('--f--(nf)');
    });
  });

  it('starts again when it says so', () => {
    inTime(({ expectObservable }) => {
      expectObservable(played('1 offline\n3 online\n6 repeat'), '14ms !').toBe('-f-n---f-n---f');
    });
  });

  it('completes after the last change', () => {
    inTime(({ expectObservable }) => {
      const script = parseScript('3 offline', 'script', ['Work']);
      expectObservable(played$(script, () => undefined)).toBe('---|');
    });
  });

  it('makes no change any more when it is called off', () => {
    const changes: AskedChange[] = [];
    inTime(({ expectObservable, flush }) => {
      const script = parseScript('1 offline\n4 online', 'script', ['Work']);
      expectObservable(
        played$(script, (asked) => changes.push(asked)),
        '--!',
      ).toBe('');
      flush();
    });
    expect(changes.map(({ state }) => state)).toEqual(['offline']);
  });
});
