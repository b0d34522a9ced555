import { TestScheduler } from 'rxjs/testing';
import { asyncScheduler, EMPTY, lastValueFrom, map, merge, of, Subject } from 'rxjs';
import { played$ } from '../../cli/play.js';
import type { AskedChange } from '../../cli/change.js';
import { parseScript } from '../../cli/script.js';
import { rosterOf } from './roster.js';

/** The time of a TestScheduler that runs. */
const virtualTime = (): number => asyncScheduler.now();

/** What is played of a script, as one letter a change. */
function played(text: string) {
  const changes$ = new Subject<AskedChange>();
  const letters$ = changes$.pipe(map(({ action }) => (action === 'offline' ? 'f' : 'n')));
  const script = parseScript(text, 'script', rosterOf(['Work']));
  return merge(
    letters$,
    played$(
      script,
      (asked) => {
        changes$.next(asked);
        return EMPTY;
      },
      virtualTime,
    ),
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
      const script = parseScript('3 offline', 'script', rosterOf(['Work']));
      expectObservable(played$(script, () => EMPTY, virtualTime)).toBe('---|');
    });
  });

  it('makes no change any more when it is called off', () => {
    const changes: AskedChange[] = [];
    inTime(({ expectObservable, flush }) => {
      const script = parseScript('1 offline\n4 online', 'script', rosterOf(['Work']));
      expectObservable(
        played$(script, (asked) => of(changes.push(asked)), virtualTime),
        '--!',
      ).toBe('');
      flush();
    });
    expect(changes.map(({ action }) => action)).toEqual(['offline']);
  });

  it('waits for a change before it makes the next one, and makes up for the time', () => {
    inTime(({ cold, expectObservable }) => {
      const script = parseScript(
        '1 offline\n2 online\n3 offline\n9 online',
        'script',
        rosterOf(['Work']),
      );
      const changes$ = new Subject<string>();
      const played = played$(
        script,
        ({ action }) => {
          changes$.next(action === 'offline' ? 'f' : 'n');
          return cold('----|');
        },
        virtualTime,
      );
      // Due at 1, 2, 3 and 9; each takes four.
      expectObservable(merge(changes$, played), '18ms !').toBe('-f---n---f---n');
    });
  });

  it('makes 130,000 changes of one time, in their order', async () => {
    const lines = Array.from({ length: 130_000 }, (_, i) => `0 ${i % 2 === 0 ? 'off' : 'on'}line`);
    const script = parseScript(lines.join('\n'), 'script', rosterOf(['Work']));
    const states: string[] = [];
    await lastValueFrom(
      played$(script, ({ action }) => of(states.push(action))),
      { defaultValue: undefined },
    );
    expect(states).toHaveLength(130_000);
    expect(states.every((state, i) => state === (i % 2 === 0 ? 'offline' : 'online'))).toBe(true);
  });
});
