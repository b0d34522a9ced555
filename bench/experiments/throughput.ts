import assert from 'node:assert/strict';
import {
  connectionStateChange$,
  type ConnectionState,
  type ConnectionStateChange,
} from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { Subject, type Subscription } from 'rxjs';
import { rivals } from '../binary.js';
import { type Experiment, millions, type Scale } from '../experiment.js';

const backend = 'embedded';
const registrations = 1_000;

/**
 * Floods so many registrations with about `count` notifications in all: how many calls of `next` a second.
 * Where the flood is faster than they are, some notifications are merged; those count as the one call that
 * they are.
 */
async function flood(subscribers: number, count: number): Promise<number> {
  const outlook = embeddedOutlook({ profiles: ['Work'], shared: true });
  let heard = 0;
  let stoodFor = 0;
  // One change is kept, so that it has to be made; of the others the state alone: an object that is
  // kept costs more in its collection than in its delivery.
  let latest: ConnectionStateChange | undefined;
  const last: (ConnectionState | undefined)[] = [];
  const subscriptions: Subscription[] = [];
  for (let i = 0; i < subscribers; ++i) {
    last.push(undefined);
    subscriptions.push(
      connectionStateChange$('Work', { backend }).subscribe((change) => {
        heard += 1;
        stoodFor += change.merged;
        last[i] = change.current;
        latest = change;
      }),
    );
  }
  await outlook.settled();
  const changes = 2 * Math.ceil(count / subscribers / 2) + 1;
  const start = performance.now();
  await outlook.flood('Work', { changes }).done;
  const seconds = (performance.now() - start) / 1_000;
  for (const subscription of subscriptions) subscription.unsubscribe();
  await outlook.settled();
  // Right results: none lost, and each ended at the state that an odd number of changes leads to.
  assert.equal(stoodFor, changes * subscribers);
  assert.deepEqual([...new Set(last)], ['offline']);
  assert.equal(latest?.current, 'offline');
  assert.equal(outlook.registrations(), 0);
  outlook.close();
  return heard / seconds;
}

/** A plain Subject in a loop, with an object for each event. */
function subjectLoop(count: number): number {
  const subject = new Subject<ConnectionStateChange>();
  let heard = 0;
  let latest: ConnectionStateChange | undefined;
  const last: (ConnectionState | undefined)[] = [undefined];
  subject.subscribe((change) => {
    heard += change.merged;
    last[0] = change.current;
    latest = change;
  });
  const start = performance.now();
  for (let i = 1; i <= count; ++i) {
    const isOdd = i % 2 === 1;
    subject.next({
      profile: 'Work',
      phase: 'change',
      previous: isOdd ? 'online' : 'offline',
      current: isOdd ? 'offline' : 'online',
      timestamp: start + i,
      merged: 1,
    });
  }
  const seconds = (performance.now() - start) / 1_000;
  assert.equal(heard, count);
  assert.deepEqual([last[0], latest?.current], ['online', 'online']);
  return count / seconds;
}

/** One call of a thread-safe function and one object for each notification, into a Subject. */
async function objectFlood(count: number): Promise<number> {
  const subject = new Subject<unknown>();
  let heard = 0;
  const done = new Promise<void>((resolve) => {
    subject.subscribe((change) => {
      if (++heard < count) return;
      assert.equal(
        (change as ConnectionStateChange).current,
        count % 2 === 1 ? 'offline' : 'online',
      );
      resolve();
    });
  });
  const start = performance.now();
  rivals.objectFlood((change) => {
    subject.next(change);
  }, count);
  await done;
  return count / ((performance.now() - start) / 1_000);
}

export function throughput({ size }: Scale): Experiment<'ours' | 'many' | 'objects' | 'subject'> {
  const count = Math.ceil(5_000_000 * size);
  return {
    title: 'throughput',
    contestants: {
      ours: () => flood(1, count),
      many: () => flood(registrations, count),
      objects: () => objectFlood(Math.ceil(count / 5)),
      subject: () => Promise.resolve(subjectLoop(count)),
    },
    rows: ({ ours, many, objects, subject }) => [
      {
        what: 'notifications from a native thread to `next`, one registration',
        against: 'a thread-safe-function call and an object for each',
        ours: millions(ours),
        theirs: millions(objects),
        value: ours / objects,
        unit: '×',
        must: 10,
        aim: 18,
        better: 'higher',
      },
      {
        what: 'the same',
        against: 'a loop of `Subject.next` with an object for each',
        ours: millions(ours),
        theirs: millions(subject),
        value: ours / subject,
        unit: '×',
        must: 0.6,
        aim: 0.85,
        better: 'higher',
      },
      {
        what: 'the same, 1,000 registrations',
        against: 'the same, one registration',
        ours: millions(many),
        theirs: millions(ours),
        value: many / ours,
        unit: '×',
        must: 0.7,
        aim: 0.9,
        better: 'higher',
      },
    ],
  };
}
