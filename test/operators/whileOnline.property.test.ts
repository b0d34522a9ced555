import fc from 'fast-check';
import { whileOnline } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testAgainstModel } from './properties.js';
import { anyTime, type Moment, type Timeline, timelines } from './timelines.js';

interface Case {
  readonly states: Timeline;
  readonly run: Timeline<number>;
  readonly left: number;
}

/** One look at each millisecond: the one who leaves, then the states, then what runs. */
function model({ states, run, left }: Case) {
  const heard: Moment<number>[] = [];
  const ran: [number, number][] = [];
  let running = undefined as number | undefined;
  let last: StateMarble | undefined;
  let isSourceDone = false as boolean;
  let isOver = false as boolean;
  const goesOn = (): boolean => !isOver;
  let now = 0;
  const stop = (): void => {
    if (running !== undefined) ran.at(-1)![1] = now;
    running = undefined;
  };
  const end = (kind: 'complete' | 'error'): void => {
    stop();
    isOver = true;
    heard.push(kind === 'error' ? [now, kind, 'failed'] : [now, kind]);
  };
  const hear = (moment: Moment<number>): void => {
    if (moment[1] === 'next') heard.push([now, 'next', moment[2]]);
    else if (moment[1] === 'error' || isSourceDone) end(moment[1]);
    else stop();
  };
  const hearRun = (after: number): void => {
    for (const moment of run) if (running !== undefined && moment[0] === after) hear(moment);
  };
  const change = (state: StateMarble): void => {
    if (state === 'online' && last !== 'online') {
      running = now;
      ran.push([now, Infinity]);
      hearRun(0);
    } else if (state !== 'online') stop();
    last = state;
  };
  let source = [0, Infinity];
  for (; now < 200 && goesOn(); now += 1) {
    if (now === left) {
      stop();
      if (!isSourceDone) source = [0, now];
      break;
    }
    for (const moment of states) {
      if (moment[0] !== now || isOver) continue;
      if (moment[1] === 'next') change(moment[2]);
      else if (moment[1] === 'error' || running === undefined) end(moment[1]);
      else isSourceDone = true;
      if (!goesOn() || isSourceDone) source = [0, now];
    }
    if (running !== undefined && now > running) hearRun(now - running);
    if (isOver && !isSourceDone) source = [0, now];
  }
  return { heard, ran, source, leftOver: 0 };
}

function heard({ states, run, left }: Case, options: PlayOptions = {}) {
  let source: Played<StateMarble> | undefined;
  let inner: Played<number> | undefined;
  const { timeline, leftOver } = play(
    ({ hot, cold }) => {
      source = hot(states);
      const one = (inner = cold(run));
      return source.pipe(whileOnline(() => one));
    },
    { left, ...options },
  );
  return {
    heard: timeline,
    ran: inner!.subscriptions,
    source: source!.subscriptions[0],
    leftOver,
  };
}

const aCase: fc.Arbitrary<Case> = fc.record({
  states: timelines(),
  run: timelines({ value: fc.nat({ max: 9 }), maxLength: 5 }),
  left: anyTime(60).map((at) => at + 1),
});

describe('whileOnline, over any states', () => {
  testAgainstModel('runs while online and at no other time, and tells all of what runs', aCase, {
    heard,
    model,
  });
});
