import assert from 'node:assert/strict';
import { accounts$, type ConnectionStatus, mergeConnectionStates } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { Subject } from 'rxjs';
import { type Experiment, millions, type Scale } from '../experiment.js';

const many = 10_000;

/** The merge of 10,000 accounts of one profile, and how long it takes until all are known. */
async function startMerge() {
  const outlook = embeddedOutlook({
    profiles: { Work: Array.from({ length: many }, (_, i) => `account ${String(i)}`) },
    shared: true,
  });
  let summaries = 0;
  let isOnline = 0;
  let reached = (): void => undefined;
  let wanted = many;
  const start = performance.now();
  const subscription = mergeConnectionStates(accounts$('Work', { backend: 'embedded' })).subscribe(
    ({ online }) => {
      summaries += 1;
      isOnline = online;
      if (online === wanted) reached();
    },
  );
  const until = (online: number): Promise<void> =>
    new Promise((resolve) => {
      wanted = online;
      reached = resolve;
      if (isOnline === wanted) resolve();
    });
  await until(many);
  const milliseconds = performance.now() - start;
  const end = async (): Promise<void> => {
    subscription.unsubscribe();
    await outlook.settled();
    const { advises, unadvises, registrations, references } = outlook.counters();
    assert.deepEqual([advises, unadvises, registrations, references], [many + 1, many + 1, 0, 0]);
    outlook.close();
  };
  return { outlook, milliseconds, until, end, summaries: () => summaries };
}

async function subscribing(): Promise<number> {
  const { milliseconds, end } = await startMerge();
  await end();
  return milliseconds;
}

/** The profile goes offline and comes back, and takes its accounts along: an event for each account. */
async function events(turns: number): Promise<number> {
  const { outlook, until, end, summaries } = await startMerge();
  await outlook.settled();
  const before = summaries();
  const start = performance.now();
  for (let turn = 0; turn < turns; ++turn) {
    const isOffline = turn % 2 === 0;
    const done = until(isOffline ? 0 : many);
    await outlook.setState('Work', isOffline ? 'offline' : 'online');
    await done;
  }
  const seconds = (performance.now() - start) / 1_000;
  assert.equal(summaries() - before, turns * many);
  await end();
  return (turns * many) / seconds;
}

/** The same merge of Subjects, which emit a status for each event. */
function subjects(turns: number): number {
  const all = Array.from({ length: many }, (_, i) => {
    return [`account ${String(i)}`, new Subject<ConnectionStatus>()] as const;
  });
  let summaries = 0;
  const subscription = mergeConnectionStates(all).subscribe(() => {
    summaries += 1;
  });
  for (const [, one] of all) one.next({ state: 'online', since: 0 });
  const before = summaries;
  const start = performance.now();
  for (let turn = 0; turn < turns; ++turn) {
    const state = turn % 2 === 0 ? 'offline' : 'online';
    for (const [, one] of all) one.next({ state, since: turn });
  }
  const seconds = (performance.now() - start) / 1_000;
  assert.equal(summaries - before, turns * many);
  subscription.unsubscribe();
  return (turns * many) / seconds;
}

export function accounts({ size }: Scale): Experiment<'start' | 'ours' | 'subjects'> {
  const turns = Math.max(2, Math.ceil(100 * size));
  return {
    title: 'accounts',
    contestants: {
      start: subscribing,
      ours: () => events(turns),
      subjects: () => Promise.resolve(subjects(turns)),
    },
    rows: ({ start, ours, subjects: rival }) => [
      {
        what: '`mergeConnectionStates(accounts$(…))`, 10,000 accounts, until all are online',
        against: '',
        ours: `${start.toFixed(0)} ms`,
        theirs: '',
        value: start,
        unit: 'ms',
        must: 2_000,
        aim: 500,
        better: 'lower',
      },
      {
        what: 'an event of theirs, from the change of the profile to the summary',
        against: 'the same merge of 10,000 Subjects',
        ours: millions(ours),
        theirs: millions(rival),
        value: ours / rival,
        unit: '×',
        must: 0.1,
        aim: 0.3,
        better: 'higher',
      },
    ],
  };
}
