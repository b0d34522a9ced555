import { Observable, type ObservableNotification, Subject } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { AnyDiagram, Input } from './diagram.js';

interface Event {
  /** In milliseconds. */
  readonly at: number;
  readonly what: ObservableNotification<unknown>;
}

/** As in the TestScheduler's run mode, where a character is a millisecond. */
function inRunMode<T>(read: () => T): T {
  return new TestScheduler(() => undefined).run(read);
}

function events(marbles: string, values: object, error?: unknown): Event[] {
  return inRunMode(() => TestScheduler.parseMarbles(marbles, values, error, false, true)).map(
    ({ frame, notification }) => ({ at: frame, what: notification }),
  );
}

const spanOf = (from: number, to: number): string => `from ${from} to ${to}`;

function spans({ subscribed }: Input<unknown>): string[] {
  return subscribed.map((marbles) => {
    const { subscribedFrame, unsubscribedFrame } = inRunMode(() =>
      TestScheduler.parseMarblesAsSubscriptions(marbles, true),
    );
    return spanOf(subscribedFrame, unsubscribedFrame);
  });
}

/** A hot stream in fake time, which tells from when to when it was subscribed. */
function played({ marbles, values }: Input<unknown>, told: string[]): Observable<unknown> {
  const subject = new Subject<unknown>();
  for (const { at, what } of events(String(marbles), values)) {
    setTimeout(() => {
      if (what.kind === 'N') subject.next(what.value);
      else if (what.kind === 'E') subject.error(what.error);
      else subject.complete();
    }, at);
  }
  return new Observable((subscriber) => {
    const from = Date.now();
    subject.subscribe(subscriber);
    return () => told.push(spanOf(from, Date.now()));
  });
}

/**
 * Runs a diagram millisecond by millisecond, each with its microtasks: what waits for promises cannot be run by the
 * TestScheduler. Resolves with what happened beside what is drawn.
 */
export async function runInTime({
  inputs,
  outputs,
  apply,
}: AnyDiagram): Promise<{ happened: unknown; drawn: unknown }> {
  jest.useFakeTimers({ now: 0 });
  try {
    const subscribed: Record<string, string[]> = {};
    const streams = Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, played(input, (subscribed[name] = []))]),
    );
    const happened: Event[] = [];
    const tell = (what: Event['what']): void => void happened.push({ at: Date.now(), what });
    apply(streams).subscribe({
      next: (value) => tell({ kind: 'N', value }),
      error: (error: unknown) => tell({ kind: 'E', error }),
      complete: () => tell({ kind: 'C' }),
    });
    // As long as anything is drawn, and longer.
    for (let time = 0; time < 50; ++time) await jest.advanceTimersByTimeAsync(1);
    const drawn = Object.values(outputs).flatMap(({ marbles, values, error }) =>
      events(marbles, values, error),
    );
    const drawnSpans = Object.entries(inputs).map(([name, input]) => [name, spans(input)]);
    return {
      happened: { events: happened, subscribed },
      drawn: { events: drawn, subscribed: Object.fromEntries(drawnSpans) as unknown },
    };
  } finally {
    jest.useRealTimers();
  }
}
