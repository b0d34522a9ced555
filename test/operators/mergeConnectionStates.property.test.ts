import fc from 'fast-check';
import { defer } from 'rxjs';
import { mergeConnectionStates } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { play, type Played, type PlayOptions } from './play.js';
import { testModel, testModelByTimers } from './properties.js';
import { anyTime, type Moment, type Timeline, timelines } from './timelines.js';

/** Each has several timelines. */
const runs = { numRuns: 1_000 };

interface Case {
  readonly sources: readonly Timeline[];
  readonly left: number | undefined;
}

interface Attempts {
  /** One after the other; after the last the first again. */
  readonly attempts: readonly Timeline[];
  readonly retry: { readonly count: number; readonly delay: number };
}

/** A summary as text: all of it. */
interface Row {
  readonly states: string;
  readonly errors: string;
  readonly counts: string;
  readonly overall: string;
  readonly changed: number | undefined;
}

type Expectation = Timeline<Row>;

interface Model {
  state: StateMarble;
  error: string | undefined;
  isOpen: boolean;
}

function rowOf(accounts: readonly (readonly [number, Model])[], changed?: number): Row {
  const all = accounts.map(([, { state }]) => state);
  const count = (wanted: StateMarble): number => all.filter((state) => state === wanted).length;
  const kinds = new Set(all);
  return {
    states: accounts.map(([name, { state }]) => `${name} ${state}`).join(),
    errors: accounts.flatMap(([name, { error }]) => (error ? `${name} ${error}` : [])).join(),
    counts: [count('online'), count('offline'), count('unknown'), all.length].join(),
    overall: kinds.size === 0 ? 'unknown' : kinds.size > 1 ? 'partial' : [...kinds][0]!,
    changed,
  };
}

/** All moments of all accounts, in the order in which they happen. */
function inOrder(sources: readonly Timeline[]): [name: number, moment: Moment<StateMarble>][] {
  return sources
    .flatMap((source, name) =>
      source.map((moment): [number, Moment<StateMarble>] => [name, moment]),
    )
    .sort(([, [a]], [, [b]]) => a - b);
}

/** One look at everything after each moment: a summary where it differs from before. */
function expected(sources: readonly Timeline[], left = Infinity): Expectation {
  const accounts = sources.map((_, name): [number, Model] => [
    name,
    { state: 'unknown', error: undefined, isOpen: true },
  ]);
  const out: Moment<Row>[] = [];
  const complete = (at: number): void => {
    if (accounts.every(([, { isOpen }]) => !isOpen)) out.push([at, 'complete']);
  };
  const hasBegun = (): boolean => out.length > 0;
  /** All that comes at 0 comes while they are being subscribed: the first summary has it. */
  const begin = (): void => {
    out.push([0, 'next', rowOf(accounts)]);
    complete(0);
  };
  for (const [name, moment] of inOrder(sources)) {
    if (!hasBegun() && moment[0] > 0) begin();
    if (moment[0] >= Math.max(left, 1)) return out;
    const account = accounts[name]![1];
    const before = JSON.stringify(rowOf(accounts));
    if (moment[1] === 'next') account.state = moment[2];
    else account.isOpen = false;
    if (moment[1] === 'error') [account.state, account.error] = ['unknown', String(moment[2])];
    if (!hasBegun()) continue;
    if (JSON.stringify(rowOf(accounts)) !== before) {
      out.push([moment[0], 'next', rowOf(accounts, name)]);
    }
    if (moment[1] !== 'next') complete(moment[0]);
  }
  if (!hasBegun()) begin();
  return out;
}

function heard({ sources, left }: Case, playing: PlayOptions = {}) {
  let played: Played<StateMarble>[] = [];
  const { timeline, leftOver } = play(
    ({ cold }) => {
      played = sources.map((source) => cold(source));
      return mergeConnectionStates(played.map((source, name) => [name, source] as const));
    },
    { left, ...playing },
  );
  const rows = timeline.map((moment) => {
    if (moment[1] !== 'next') return moment;
    const { states, errors, online, offline, unknown, total, overall, changed } = moment[2];
    const text = (map: ReadonlyMap<number, unknown>) =>
      [...map].map(([name, value]) => `${name} ${String(value)}`).join();
    const counts = [online, offline, unknown, total].join();
    // The errors are in the order in which they happened.
    const row = {
      states: text(states),
      errors: text(new Map([...errors].sort())),
      counts,
      overall,
      changed,
    };
    return [moment[0], 'next', row];
  });
  return { rows, subscriptions: played.map(({ subscriptions }) => subscriptions), leftOver };
}

const endOf = (source: Timeline): number => {
  const last = source.at(-1);
  return last === undefined || last[1] === 'next' ? Infinity : last[0];
};

function model({ sources, left = Infinity }: Case) {
  return {
    rows: expected(sources, left),
    subscriptions: sources.map((source) => [[0, Math.min(left, endOf(source))]]),
    leftOver: 0,
  };
}

const anyAttempts: fc.Arbitrary<Attempts> = fc.record({
  attempts: fc.array(timelines({ maxLength: 4 }), { minLength: 1, maxLength: 4 }),
  retry: fc.record({ count: fc.nat({ max: 4 }), delay: fc.integer({ min: 1, max: 5 }) }),
});

const aCase = (left: fc.Arbitrary<number | undefined>): fc.Arbitrary<Case> =>
  fc.record({ sources: fc.array(timelines(), { maxLength: 4 }), left });

describe('mergeConnectionStates: whatever the accounts do', () => {
  testModel(
    'has one summary for each change, that names who made it, and ends with the last account',
    aCase(fc.constant(undefined)),
    { heard, model },
    runs,
  );

  testModel(
    'is silent from when it is left on, and leaves every account then',
    aCase(anyTime()),
    { heard, model },
    runs,
  );

  testModelByTimers(aCase(fc.constant(undefined)), { heard, model });

  test('follows accounts that come and go: each is subscribed while it is in the set, and no longer', () => {
    const anySets = timelines({
      value: fc.subarray([0, 1, 2, 3]),
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        anySets,
        fc.array(timelines(), { minLength: 4, maxLength: 4 }),
        (sets, sources) => {
          let played: Played<StateMarble>[] = [];
          const { timeline, leftOver } = play(({ hot }) => {
            const sets$ = hot(
              sets.map((moment) => pairsAt(moment, () => played)) as Timeline<Pairs>,
            );
            played = sources.map((source) => hot(source));
            return mergeConnectionStates(sets$);
          });
          // An error of the sets ends all; an account's end, its place in the set.
          const endOfSets = sets.at(-1)?.[1] === 'error' ? sets.at(-1)![0] : Infinity;
          sources.forEach((source, name) => {
            const times: [number, number][] = [];
            let wasIn = false;
            for (const [at, kind, members] of sets) {
              if (kind !== 'next') continue;
              const isIn = members.includes(name);
              if (isIn && !wasIn) times.push([at, endOfSets]);
              if (!isIn && wasIn) times.at(-1)![1] = at;
              wasIn = isIn;
            }
            expect(played[name]!.subscriptions).toEqual(
              times.map(([from, to]) => [from, Math.max(from, Math.min(to, endOf(source)))]),
            );
          });
          const members = sets.flatMap((moment) => (moment[1] === 'next' ? [moment] : []));
          for (const [at, kind, value] of timeline as Timeline<{
            states: ReadonlyMap<number, unknown>;
          }>) {
            if (kind !== 'next') continue;
            const possible = members.filter(([time]) => time <= at).map(([, , names]) => names);
            expect(possible.map((names) => names.join())).toContain(
              [...value.states.keys()].sort().join(),
            );
          }
          expect(leftOver).toBe(0);
        },
      ),
      runs,
    );
  });
});

describe('mergeConnectionStates: whatever fails and is tried again', () => {
  testModel(
    'subscribes an account once at a time, waits between, and loses nothing that it says',
    anyAttempts,
    { heard: heardOfAttempts, model: retried },
    runs,
  );
});

type Pairs = [number, Played<StateMarble>][];

function pairsAt(
  moment: Moment<number[]>,
  played: () => Played<StateMarble>[],
): Moment<Iterable<Pairs[number]>> {
  if (moment[1] !== 'next') return moment;
  const names = moment[2];
  return [
    moment[0],
    'next',
    {
      [Symbol.iterator]: () =>
        names.map((name): Pairs[number] => [name, played()[name]!])[Symbol.iterator](),
    },
  ];
}

/** What is heard of an account that is subscribed again, and when that was. */
function heardOfAttempts({ attempts, retry }: Attempts) {
  const played: Played<StateMarble>[] = [];
  const { timeline, leftOver } = play(({ cold, scheduler }) => {
    const work = defer(() => {
      const source = cold(attempts[played.length % attempts.length]!);
      played.push(source);
      return source;
    });
    return mergeConnectionStates({ work }, { retry, scheduler });
  });
  const told = timeline.flatMap((moment) =>
    moment[1] === 'next'
      ? [[moment[0], moment[2].states.get('work'), moment[2].errors.get('work')]]
      : [moment],
  );
  return { told, subscriptions: played.map(({ subscriptions }) => subscriptions), leftOver };
}

/** Attempt after attempt, by the clock. */
function retried({ attempts, retry: { count, delay } }: Attempts) {
  const subscriptions: unknown[] = [];
  let now: readonly [StateMarble, string | undefined] = ['unknown', undefined];
  const told: unknown[] = [[0, ...now]];
  const say = (at: number, next: typeof now): void => {
    const isNews = next[0] !== now[0] || next[1] !== now[1];
    now = next;
    // What comes while it is being subscribed, at 0, is in the first summary.
    if (at === 0) told[0] = [0, ...now];
    else if (isNews) told.push([at, ...now]);
  };
  let from = 0;
  for (let attempt = 0; ; ++attempt) {
    const source = attempts[attempt % attempts.length]!;
    subscriptions.push([[from, from + endOf(source)]]);
    for (const moment of source) {
      if (moment[1] === 'next') say(from + moment[0], [moment[2], undefined]);
      if (moment[1] === 'error') say(from + moment[0], ['unknown', String(moment[2])]);
    }
    const last = source.at(-1);
    if (last?.[1] === 'error' && attempt < count) from += last[0] + delay;
    else {
      if (last !== undefined && last[1] !== 'next') told.push([from + last[0], 'complete']);
      return { told, subscriptions, leftOver: 0 };
    }
  }
}
