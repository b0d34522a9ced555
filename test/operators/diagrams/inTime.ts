import { Observable, Subject, VirtualTimeScheduler } from 'rxjs';
import type { AnyDiagram, Input } from './diagram.js';
import { type Event, events, type Happened, type Span } from './events.js';

/** A hot stream in virtual time, which records when it is subscribed. */
function played(
  { marbles, values }: Input<unknown>,
  time: VirtualTimeScheduler,
  subscribed: Span[],
): Observable<unknown> {
  const subject = new Subject<unknown>();
  for (const { at, what } of events(String(marbles), values)) {
    time.schedule(() => {
      if (what.kind === 'N') subject.next(what.value);
      else if (what.kind === 'E') subject.error(what.error);
      else subject.complete();
    }, at);
  }
  return new Observable((subscriber) => {
    const index = subscribed.push({ from: time.now(), to: Infinity }) - 1;
    subject.subscribe(subscriber);
    return () => (subscribed[index] = { from: subscribed[index]!.from, to: time.now() });
  });
}

/** Runs all promises that are ready. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * Runs a diagram moment by moment, each with its microtasks, until `end`: the TestScheduler cannot run what waits for
 * promises.
 */
export async function runInTime(
  { inputs, outputs, options, apply }: AnyDiagram,
  end: number,
): Promise<Happened> {
  const time = new VirtualTimeScheduler(undefined, 0);
  const subscribed: Record<string, Span[]> = {};
  const streams = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      played(input, time, (subscribed[name] = [])),
    ]),
  );
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => time.schedule(() => resolve(), ms));
  const happened: Event[] = [];
  const tell = (what: Event['what']): void => void happened.push({ at: time.now(), what });
  const subscription = apply(streams, options, { sleep }).subscribe({
    next: (value) => tell({ kind: 'N', value }),
    error: (error: unknown) => tell({ kind: 'E', error }),
    complete: () => tell({ kind: 'C' }),
  });
  await turn();
  for (let next = time.actions[0]; next !== undefined && next.delay < end; next = time.actions[0]) {
    time.maxFrames = next.delay;
    time.flush();
    await turn();
  }
  const seen = structuredClone(subscribed);
  subscription.unsubscribe();
  return { outputs: { [Object.keys(outputs)[0]!]: happened }, subscribed: seen };
}
