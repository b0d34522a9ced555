import { defer, NEVER, type Observable } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';
import type { AnyDiagram, Input } from './diagram.js';
import type { Event, Happened, Span } from './events.js';
import { runInTime } from './inTime.js';

/** When everybody leaves: an operator may repeat or measure without an end. */
const end = 60;
/** Without a pause between them, attempts would have no end in virtual time. */
const mostAttempts = 30;

const whole = ({ from, to }: Span): Span => ({ from, to: to < end ? to : Infinity });

type Recorded = () => ReturnType<RunHelpers['hot']>['subscriptions'];

/** A stream of the TestScheduler. After the last attempt of a cold one, each further attempt repeats it. */
function streamOf(
  { marbles, values }: Input<unknown>,
  failure: string,
  { hot, cold }: RunHelpers,
): readonly [stream: Observable<unknown>, recorded: Recorded] {
  if (typeof marbles === 'string') {
    const stream = hot(marbles, values, failure);
    return [stream, () => stream.subscriptions];
  }
  const attempts: ReturnType<typeof cold>[] = [];
  const stream = defer((): Observable<unknown> => {
    if (attempts.length === mostAttempts) return NEVER;
    const attempt = cold(marbles[Math.min(attempts.length, marbles.length - 1)]!, values, failure);
    attempts.push(attempt);
    return attempt;
  });
  return [stream, () => attempts.flatMap(({ subscriptions }) => subscriptions)];
}

function runVirtually({ inputs, outputs, options, apply }: AnyDiagram): Happened {
  const recorded: Event[][] = [];
  const subscriptions: Record<string, Recorded> = {};
  const scheduler = new TestScheduler(
    (actual: { frame: number; notification: Event['what'] }[]) => {
      recorded.push(actual.map(({ frame, notification }) => ({ at: frame, what: notification })));
    },
  );
  scheduler.run((helpers) => {
    const streams = Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => {
        const [stream, record] = streamOf(input, `${name} failed`, helpers);
        subscriptions[name] = record;
        return [name, stream];
      }),
    );
    const result = apply(streams, options, { sleep: () => Promise.resolve() });
    for (const { there } of Object.values(outputs)) {
      helpers.expectObservable(result, there ?? `^ ${end - 1}ms !`).toBe('');
    }
  });
  return {
    outputs: Object.fromEntries(Object.keys(outputs).map((name, i) => [name, recorded[i]!])),
    subscribed: Object.fromEntries(
      Object.entries(subscriptions).map(([name, record]) => [
        name,
        record().map(({ subscribedFrame, unsubscribedFrame }) =>
          whole({ from: subscribedFrame, to: unsubscribedFrame }),
        ),
      ]),
    ),
  };
}

/** Runs a diagram with the inputs and the options that it has, in virtual time. */
export async function run(diagram: AnyDiagram): Promise<Happened> {
  return diagram.inTime === true ? runInTime(diagram, end) : runVirtually(diagram);
}
