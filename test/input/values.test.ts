import fc from 'fast-check';
import { type Observable, of, throwError } from 'rxjs';
import * as operators from 'rx-outlook/operators';
import { accounts } from './contracts.js';
import { isObject, oneOf } from './kinds.js';
import { tally } from './tally.js';
import { expectInvalid, runs } from './trying.js';
import { anyValue } from './values.js';

type States = Observable<'online'>;

/** Each operator over states that may be none. */
const uses: readonly (readonly [string, (states$: States) => Observable<unknown>])[] = [
  [
    'bufferWhileOffline',
    (states$) =>
      of(1).pipe(operators.bufferWhileOffline(states$, { maxSize: 1, overflow: 'error' })),
  ],
  ['connectionUptime', (states$) => states$.pipe(operators.connectionUptime({ window: 1 }))],
  ['debounceConnectionState', (states$) => states$.pipe(operators.debounceConnectionState({}))],
  [
    'detectFlapping',
    (states$) => states$.pipe(operators.detectFlapping({ window: 1, transitions: 5, settle: 1 })),
  ],
  ['retryWhenOnline', (states$) => throwError(() => 1).pipe(operators.retryWhenOnline(states$))],
  ['takeWhileOnline', (states$) => of(1).pipe(operators.takeWhileOnline(states$))],
  ['waitForOnline', (states$) => states$.pipe(operators.waitForOnline())],
  ['whileOnline', (states$) => states$.pipe(operators.whileOnline(() => of(1)))],
  ['withDuration', (states$) => states$.pipe(operators.withDuration())],
];

const state = oneOf(['online', 'offline', 'unknown']);
const isState = (value: unknown): boolean =>
  state.accepts(value) || (isObject(value) && state.accepts(value['state']));

const anyLike = fc.oneof(
  anyValue,
  anyValue.map((value) => ({ state: value })),
);

describe.each(uses)('what %s hears of', (name, use) => {
  test('is a state, or an error that says so', () => {
    fc.assert(
      fc.property(anyLike, (value) => {
        const errors: unknown[] = [];
        // Left at once: what is online is tried again for ever.
        use(of(value as 'online'))
          .subscribe({ error: (error) => errors.push(error) })
          .unsubscribe();
        tally(name);
        if (isState(value)) return;
        expect(errors).toHaveLength(1);
        expectInvalid(errors[0]);
      }),
      { numRuns: runs },
    );
  });
});

test('an account that says what is no state has failed, and nothing else of the merge', () => {
  fc.assert(
    fc.property(anyLike, (value) => {
      const summaries: operators.ConnectionStatesSummary[] = [];
      const accounts = { work: of('online' as const), home: of(value as 'online') };
      operators.mergeConnectionStates(accounts).subscribe((summary) => summaries.push(summary));
      tally('mergeConnectionStates');
      const { states, errors } = summaries.at(-1)!;
      expect(states.get('work')).toBe('online');
      expect(errors.has('home')).toBe(!isState(value));
      if (!isState(value)) expectInvalid(errors.get('home'));
    }),
    { numRuns: runs },
  );
});

test('a set of accounts that is none is an error of the merge', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyValue, fc.array(anyValue), fc.dictionary(fc.string(), anyValue)),
      (set) => {
        const errors: unknown[] = [];
        operators
          .mergeConnectionStates(of(set as Record<string, States>))
          .subscribe({ error: (error) => errors.push(error) });
        tally('mergeConnectionStates');
        errors.forEach(expectInvalid);
        if (!accounts.accepts(set)) expect(errors).toHaveLength(1);
      },
    ),
    { numRuns: runs },
  );
});
