import type { ObservableNotification } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { AnyDiagram } from './diagram.js';

export interface Event {
  /** In milliseconds. */
  readonly at: number;
  readonly what: ObservableNotification<unknown>;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a run of a diagram emitted to each subscriber, and when it was subscribed to each input. */
export interface Happened {
  readonly outputs: Readonly<Record<string, readonly Event[]>>;
  readonly subscribed: Readonly<Record<string, readonly Span[]>>;
}

/** As in the TestScheduler's run mode, where a character is a millisecond. */
function inRunMode<T>(read: () => T): T {
  return new TestScheduler(() => undefined).run(read);
}

export function events(marbles: string, values: object, error?: unknown): readonly Event[] {
  return inRunMode(() => TestScheduler.parseMarbles(marbles, values, error, false, true)).map(
    ({ frame, notification }) => ({ at: frame, what: notification }),
  );
}

export function span(marbles: string): Span {
  const { subscribedFrame, unsubscribedFrame } = inRunMode(() =>
    TestScheduler.parseMarblesAsSubscriptions(marbles, true),
  );
  return { from: subscribedFrame, to: unsubscribedFrame };
}

const mapped = <A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));

/** What a diagram shows. */
export function drawn({ inputs, outputs }: Pick<AnyDiagram, 'inputs' | 'outputs'>): Happened {
  return {
    outputs: mapped(outputs, ({ marbles, values, error }) => events(marbles, values, error)),
    subscribed: mapped(inputs, ({ subscribed }) => subscribed.map(span)),
  };
}
