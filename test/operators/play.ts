import { asyncScheduler, Observable, type SchedulerLike, Subject, Subscription } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { Moment, Timeline } from './timelines.js';

/** A source, and by when it was subscribed and left: `Infinity` when it never was. */
export interface Played<T> extends Observable<T> {
  readonly subscriptions: readonly (readonly [from: number, to: number])[];
}

export interface Stage {
  /** Virtual time, or that of jest's fake timers. The default scheduler of an operator tells the same. */
  readonly scheduler: SchedulerLike;
  /** The time now. */
  readonly now: () => number;
  /** Its times count from its subscription; what it does at 0 it does while it is being subscribed. */
  readonly cold: <T>(timeline: Timeline<T>) => Played<T>;
  /** Its times count from the start, whoever listens. */
  readonly hot: <T>(timeline: Timeline<T>) => Played<T>;
}

export interface Heard<T> {
  /** What the subscriber was told. */
  readonly timeline: Timeline<T>;
  /** How much of what the operator scheduled was still there after the end: 0, if all is well. */
  readonly leftOver: number;
}

export interface PlayOptions {
  /** When the subscriber leaves; never by default. Needed where something goes on for ever. */
  readonly left?: number | undefined;
  /** Virtual time of a TestScheduler by default; or asyncScheduler's real one, with jest's fake timers. */
  readonly time?: 'virtual' | 'timers';
}

/**
 * Subscribes at 0 to what `build` makes of the stage's sources, and says what was heard. Of what happens at
 * one time the subscriber's leaving comes first, then the sources in the order they were made in, then
 * what operators have scheduled.
 */
export function play<T>(
  build: (stage: Stage) => Observable<T>,
  { left, time = 'virtual' }: PlayOptions = {},
): Heard<T> {
  if (time === 'timers') {
    jest.useFakeTimers({ now: 0 });
    try {
      return perform(build, left, {
        scheduler: asyncScheduler,
        flush: () => jest.runAllTimers(),
        pending: () => jest.getTimerCount(),
        running: 1,
      });
    } finally {
      jest.useRealTimers();
    }
  }
  const scheduler = new TestScheduler(() => undefined);
  return scheduler.run(() =>
    perform(build, left, {
      scheduler,
      flush: () => scheduler.flush(),
      pending: () => scheduler.actions.length,
      running: 0,
    }),
  );
}

interface Clock {
  readonly scheduler: SchedulerLike;
  readonly flush: () => void;
  readonly pending: () => number;
  /** How much an action adds to what is pending while it runs: asyncScheduler clears its timer afterwards. */
  readonly running: number;
}

function perform<T>(
  build: (stage: Stage) => Observable<T>,
  left: number | undefined,
  { scheduler, flush, pending, running }: Clock,
): Heard<T> {
  const now = (): number => scheduler.now();
  const heard: Moment<T>[] = [];
  const subscription = new Subscription();
  const ownActions = new Set<object>();
  const logs: [from: number, to: number][][] = [];

  const at = (moment: number, act: () => void): Subscription => {
    const action = scheduler.schedule(() => {
      ownActions.delete(action);
      act();
    }, moment);
    ownActions.add(action);
    action.add(() => ownActions.delete(action));
    return action;
  };

  function logged<S>(source: Observable<S>): Played<S> {
    const subscriptions: [from: number, to: number][] = [];
    logs.push(subscriptions);
    const observable = new Observable<S>((subscriber) => {
      const entry: [number, number] = [now(), Infinity];
      subscriptions.push(entry);
      subscriber.add(() => {
        if (!isOver) entry[1] = now();
      });
      return source.subscribe(subscriber);
    });
    return Object.assign(observable, { subscriptions });
  }

  const stage: Stage = {
    scheduler,
    now,
    cold: (timeline) =>
      logged(
        new Observable((subscriber) => {
          for (const moment of timeline) {
            if (moment[0] > 0) subscriber.add(at(moment[0], () => tell(subscriber, moment)));
          }
          // Last, so that a timer which that starts comes after what the source does at the same time.
          for (const moment of timeline) {
            if (moment[0] === 0) tell(subscriber, moment);
          }
        }),
      ),
    hot: <S>(timeline: Timeline<S>) => {
      const subject = new Subject<S>();
      for (const moment of timeline) at(moment[0], () => tell(subject, moment));
      return logged(subject);
    },
  };

  let isOver = false;
  let leftOver = 0;
  if (left !== undefined) {
    at(left, () => {
      subscription.unsubscribe();
      leftOver = pending() - running - ownActions.size;
    });
  }
  subscription.add(
    build(stage).subscribe({
      next: (value) => heard.push([now(), 'next', value]),
      error: (error: unknown) => heard.push([now(), 'error', error]),
      complete: () => heard.push([now(), 'complete']),
    }),
  );
  flush();
  // Nothing is to come any more; those who are still subscribed would be for ever.
  isOver = true;
  subscription.unsubscribe();
  leftOver += pending() - ownActions.size;
  return { timeline: heard, leftOver };
}

interface Listener<T> {
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
}

function tell<T>(listener: Listener<T>, moment: Moment<T>): void {
  if (moment[1] === 'next') listener.next(moment[2]);
  else if (moment[1] === 'error') listener.error(moment[2]);
  else listener.complete();
}
