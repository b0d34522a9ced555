import assert from 'node:assert/strict';
import { type ConnectionState, mergeConnectionStates } from 'rx-outlook/operators';
import { combineLatest, type Observable, Subject } from 'rxjs';
import { type Experiment, millions, type Scale } from '../experiment.js';

type Accounts = readonly (readonly [string, Subject<ConnectionState>])[];

function makeAccounts(count: number): Accounts {
  return Array.from({ length: count }, (_, i) => [`account ${String(i)}`, new Subject()]);
}

/** Lets the accounts flap in turns, `events` times in all; how many a second. */
function flap<T>(
  accounts: Accounts,
  events: number,
  merge: (accounts: Accounts) => Observable<T>,
  onlineOf: (summary: T) => number,
): number {
  let latest: T | undefined;
  let heard = 0;
  const subscription = merge(accounts).subscribe((summary) => {
    latest = summary;
    ++heard;
  });
  for (const [, account] of accounts) account.next('online');
  heard = 0;
  const states = ['offline', 'online'] as const;
  const start = performance.now();
  for (let i = 0; i < events; ++i) {
    const turn = Math.floor(i / accounts.length);
    accounts[i % accounts.length]?.[1].next(states[turn % 2] ?? 'online');
  }
  const seconds = (performance.now() - start) / 1_000;
  subscription.unsubscribe();
  // In an even turn the accounts go offline one by one, in an odd one they come back.
  const turns = Math.floor(events / accounts.length);
  const rest = events % accounts.length;
  const online = turns % 2 === 0 ? accounts.length - rest : rest;
  assert(latest !== undefined);
  assert.deepEqual([heard, onlineOf(latest)], [events, online]);
  return events / seconds;
}

function ours(accounts: Accounts, events: number): number {
  return flap(accounts, events, mergeConnectionStates, (summary) => {
    const counted = [...summary.states.values()].filter((state) => state === 'online').length;
    assert.equal(counted, summary.online);
    return counted;
  });
}

function combined(accounts: Accounts, events: number): number {
  return flap(
    accounts,
    events,
    (all) => combineLatest(all.map(([, account]) => account)),
    (states) => states.filter((state) => state === 'online').length,
  );
}

export function merging({ size }: Scale): Experiment<'many' | 'few' | 'combineLatest'> {
  const few = makeAccounts(10);
  const many = makeAccounts(10_000);
  const events = Math.ceil(1_000_000 * size);
  return {
    title: 'mergeConnectionStates',
    contestants: {
      many: () => Promise.resolve(ours(many, events)),
      few: () => Promise.resolve(ours(few, events)),
      combineLatest: () => Promise.resolve(combined(many, Math.ceil(events / 250))),
    },
    rows: ({ many, few, combineLatest: rival }) => [
      {
        what: '`mergeConnectionStates`, 10,000 accounts',
        against: 'itself with 10 accounts',
        ours: millions(many),
        theirs: millions(few),
        value: many / few,
        unit: '×',
        must: 0.5,
        aim: 0.8,
        better: 'higher',
      },
      {
        what: 'the same',
        against: '`combineLatest` with 10,000',
        ours: millions(many),
        theirs: millions(rival),
        value: many / rival,
        unit: '×',
        must: 50,
        aim: 200,
        better: 'higher',
      },
    ],
  };
}
