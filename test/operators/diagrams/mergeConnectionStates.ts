import { map, type Observable } from 'rxjs';
import {
  type ConnectionStatesSummary,
  mergeConnectionStates,
  type OverallPolicyName,
} from 'rx-outlook/operators';
import type { StateMarble } from '../marbles.js';
import { plain, silent, summary } from '../summaries.js';
import { diagram, type Input, stateInput, stateOutput } from './diagram.js';

/** Each account with its state, as the summary has them; the names of a set of accounts. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return `accounts: ${value.join(', ')}`;
  const { overall, states, errors } = value as ConnectionStatesSummary;
  const accounts = [...states].map(([name, state]) =>
    errors.has(name) ? `${name} ${state} (error)` : `${name} ${state}`,
  );
  return `${overall}: ${accounts.join(', ')}`;
}

const sets = (marbles: string, ...subscribed: readonly string[]): Input<readonly string[]> => ({
  marbles,
  values: { w: ['work'], b: ['work', 'home'], h: ['home'] },
  subscribed,
});

/** The same account under its first name and under its second. */
const renamed = { anna: 'anna', anne: 'anna', team: 'team' } as const;

const lists = (marbles: string, subscribed: string): Input<readonly (keyof typeof renamed)[]> => ({
  marbles,
  values: { w: ['anna'], x: ['anna', 'team'], y: ['anne', 'team'], z: ['anne'] },
  subscribed: [subscribed],
});

const any: { readonly overall: OverallPolicyName } = { overall: 'any' };

/** The accounts of these names. */
function pick(accounts: Readonly<Record<string, Observable<StateMarble>>>) {
  return (names: readonly string[]) => new Map(names.map((name) => [name, accounts[name]!]));
}

export const merged = [
  diagram({
    name: 'mergeConnectionStates',
    title: 'Two accounts make one summary for each change; an error of one does not end the merge.',
    call: 'mergeConnectionStates({ work, home }, options)',
    inputs: {
      work: stateInput('--n----f-------------|', '^--------------------!'),
      home: stateInput('-----n------#', '^-----------!'),
    },
    apply: ({ work, home }, options) =>
      mergeConnectionStates({ work, home }, options).pipe(map(plain)),
    outputs: {
      result: {
        marbles: 's-a--b-c----d--------|',
        values: {
          s: silent,
          a: summary('partial', { work: 'online', home: 'unknown' }),
          b: summary('online', { work: 'online', home: 'online' }),
          c: summary('partial', { work: 'offline', home: 'online' }),
          d: summary('partial', { work: 'offline', home: 'unknown' }, { home: 'home failed' }),
        },
      },
    },
    describe,
  }),
  diagram({
    name: 'mergeConnectionStates-dynamic',
    title: 'Accounts come and go: those that are new are subscribed, those that are gone are left.',
    call: 'mergeConnectionStates(accounts$, options)',
    inputs: {
      accounts$: sets('w----b--------h------|', '^--------------------!'),
      work: stateInput('--n------f-------n----', '^-------------!'),
      home: stateInput('--f--------n------f---|', '-----^----------------!'),
    },
    apply: ({ accounts$: names$, work, home }, options) => {
      const accounts$ = names$.pipe(map(pick({ work, home })));
      return mergeConnectionStates(accounts$, options).pipe(map(plain));
    },
    outputs: {
      result: {
        marbles: 'a-c--d---e-g--i---j---|',
        values: {
          a: summary('unknown', { work: 'unknown' }),
          c: summary('online', { work: 'online' }),
          d: summary('partial', { work: 'online', home: 'unknown' }),
          e: summary('partial', { work: 'offline', home: 'unknown' }),
          g: summary('partial', { work: 'offline', home: 'online' }),
          i: summary('online', { home: 'online' }),
          j: summary('offline', { home: 'offline' }),
        },
      },
    },
    describe,
  }),
  diagram({
    name: 'mergeConnectionStates-accounts',
    title: 'Accounts of a profile are added, renamed and removed: those that stay stay subscribed.',
    call: 'mergeConnectionStates(accounts$, options)',
    inputs: {
      accounts$: lists('w----x-----y-----z------', '^-----------------------'),
      anna: stateInput('--n----------f-------n--', '^-----------------------'),
      team: stateInput('-n-----n---------------n', '-----^-----------!'),
    },
    apply: ({ accounts$: names$, anna, team }, options) => {
      const sources = { anna, team };
      const accounts$ = names$.pipe(
        map((names) => new Map(names.map((name) => [name, sources[renamed[name]]]))),
      );
      return mergeConnectionStates(accounts$, options).pipe(map(plain));
    },
    outputs: {
      result: {
        marbles: 'a-b--c-d---e-f---g---h--',
        values: {
          a: summary('unknown', { anna: 'unknown' }),
          b: summary('online', { anna: 'online' }),
          c: summary('partial', { anna: 'online', team: 'unknown' }),
          d: summary('online', { anna: 'online', team: 'online' }),
          e: summary('online', { team: 'online', anne: 'online' }),
          f: summary('partial', { team: 'online', anne: 'offline' }),
          g: summary('offline', { anne: 'offline' }),
          h: summary('online', { anne: 'online' }),
        },
      },
    },
    describe,
  }),
  diagram({
    name: 'mergeConnectionStates-retry',
    title:
      'An account that failed is tried again after 4 ms, and keeps its error until it says something.',
    call: 'mergeConnectionStates({ home }, options)',
    options: { retry: { delay: 4 } },
    inputs: {
      home: {
        ...stateInput(''),
        marbles: ['--n--#', '---f----|'],
        subscribed: ['^----!', '---------^-------!'],
      },
    },
    apply: ({ home }, options) => mergeConnectionStates({ home }, options).pipe(map(plain)),
    outputs: {
      result: {
        marbles: 'a-b--c------d----|',
        values: {
          a: summary('unknown', { home: 'unknown' }),
          b: summary('online', { home: 'online' }),
          c: summary('unknown', { home: 'unknown' }, { home: 'home failed' }),
          d: summary('offline', { home: 'offline' }),
        },
      },
    },
    describe,
  }),
  diagram({
    name: 'mergeConnectionStates-overall',
    title: 'By the policy any, all accounts together are online as soon as one is.',
    call: 'mergeConnectionStates({ work, home }, options)',
    options: any,
    inputs: {
      work: stateInput('--n-------f-----------|', '^---------------------!'),
      home: stateInput('-----f----------n---|', '^-------------------!'),
    },
    apply: ({ work, home }, options) =>
      mergeConnectionStates({ work, home }, options).pipe(map(({ overall }) => overall)),
    outputs: { overall: stateOutput('u-n--n----f-----n-----|') },
  }),
];
