import fc from 'fast-check';
import { concat, ignoreElements, of, timer } from 'rxjs';
import { bufferWhileOffline, type BufferWhileOfflineOptions } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testAgainstModel, testModel } from './properties.js';
import { anyTime, type Moment, type Timeline, timelines } from './timelines.js';

type Told = readonly [at: number, what: unknown];

interface Case {
  readonly states: Timeline;
  readonly values: Timeline<number>;
  readonly options: BufferWhileOfflineOptions;
  readonly left: number;
  /** How long project takes for each value; without it there is none. */
  readonly takes: number | undefined;
}

/** An array that waits, looked at once a millisecond: who leaves, the states, the values, what ends, turns. */
function model({ states, values, options, left, takes }: Case) {
  const { maxSize, overflow, flushConcurrency = Infinity } = options;
  const told: Told[] = [];
  const held: number[] = [];
  const underWay: number[] = [];
  const ended: { state?: number; source?: number } = {};
  let isOnline = false as boolean;
  let isOver = false as boolean;
  const goesOn = (): boolean => !isOver;
  let given = 0;
  let now = 0;
  const end = (what: unknown): void => {
    if (!isOver) told.push([now, what]);
    isOver = true;
  };
  const begin = (value: number): void => {
    told.push([now, value]);
    if (takes !== undefined) underWay.push(now + takes);
  };
  const handOut = (): void => {
    while (isOnline && held.length > 0 && !isOver) {
      if ((takes === undefined ? given : underWay.length) >= flushConcurrency) break;
      given += 1;
      begin(held.shift()!);
    }
    if (ended.source !== undefined && held.length === 0 && underWay.length === 0) end('complete');
  };
  const take = (value: number): void => {
    const mayPass = isOnline && held.length === 0;
    if (mayPass && (takes === undefined || underWay.length < flushConcurrency)) {
      begin(value);
      return;
    }
    if (held.length === maxSize && overflow === 'error') end('ERR_BUFFER_OVERFLOW');
    if (held.length === maxSize && overflow === 'drop-newest') return;
    held.push(value);
    if (held.length > maxSize) held.shift();
  };
  const each = <T>(timeline: Timeline<T>, act: (moment: Moment<T>) => void): void => {
    for (const moment of timeline) if (moment[0] === now && !isOver) act(moment);
  };
  for (; now < 400 && goesOn(); now += 1) {
    if (now === left) break;
    each(states, (moment) => {
      if (moment[1] === 'next') {
        isOnline = moment[2] === 'online';
        handOut();
      } else {
        ended.state = now;
        if (moment[1] === 'error') end('failed');
        else if (!isOnline) end('ERR_STATES_ENDED');
      }
    });
    each(values, (moment) => {
      if (moment[1] === 'next') take(moment[2]);
      else if (moment[1] === 'error') {
        ended.source = now;
        end('failed');
      } else {
        ended.source = now;
        handOut();
      }
    });
    while (underWay[0] === now && goesOn()) {
      underWay.shift();
      handOut();
    }
    while (given > 0 && goesOn()) {
      given = 0;
      handOut();
    }
  }
  const over = isOver ? now - 1 : now === left ? left : Infinity;
  return {
    told,
    followed: [0, ended.state ?? over],
    subscribed: [0, ended.source ?? over],
    leftOver: 0,
  };
}

function heard({ states, values, options, left, takes }: Case, play_: PlayOptions = {}) {
  let followed: Played<StateMarble> | undefined;
  let subscribed: Played<number> | undefined;
  const { timeline, leftOver } = play(
    ({ hot }) => {
      followed = hot(states);
      subscribed = hot(values);
      if (takes === undefined) return subscribed.pipe(bufferWhileOffline(followed, options));
      const project = (value: number) => concat(of(value), timer(takes).pipe(ignoreElements()));
      return subscribed.pipe(bufferWhileOffline(followed, options, project));
    },
    { left, ...play_ },
  );
  const told = timeline.map(([at, kind, what]): Told => {
    const isCoded = typeof what === 'object' && what !== null && 'code' in what;
    return [at, kind === 'complete' ? kind : isCoded ? what.code : what];
  });
  return {
    told,
    followed: followed!.subscriptions[0],
    subscribed: subscribed!.subscriptions[0],
    leftOver,
  };
}

const aCase = (takes: fc.Arbitrary<number | undefined>): fc.Arbitrary<Case> =>
  fc.record({
    states: timelines(),
    values: timelines({ value: fc.nat({ max: 99 }), maxGap: 3 }),
    options: fc.record({
      maxSize: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(100)),
      overflow: fc.constantFrom('drop-oldest', 'drop-newest', 'error'),
      flushConcurrency: fc.constantFrom(undefined, 1, 2, 3),
    }),
    left: fc.oneof(
      anyTime(60).map((at) => at + 1),
      fc.constant(300),
    ),
    takes,
  });

describe('bufferWhileOffline, over any states and values', () => {
  testModel('loses nothing but by its bound, and keeps the order', aCase(fc.constant(undefined)), {
    heard,
    model,
  });

  testAgainstModel(
    'projects what is due, and no more than flushConcurrency at a time',
    aCase(fc.integer({ min: 1, max: 9 })),
    { heard, model },
  );
});
