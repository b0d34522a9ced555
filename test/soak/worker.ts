// A worker that subscribes as it is told, watches its own subscriptions, and ends as it is told.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import {
  connectionState$,
  connectionStateChange$,
  diagnostics,
  type BackendName,
} from 'rx-outlook';
import type { Observable } from 'rxjs';
import { serve } from '../contract/controlServer.js';
import { settleByListing } from '../contract/remoteControl.js';
import { Checker } from './checker.js';
import { lastWords } from './ending.js';
import { hearWhatIsHeldBack, Watched } from './watched.js';

export type Ending = 'exit' | 'throw' | 'drain';

export interface Report {
  /** The last state that each live subscription was given, by profile. */
  readonly states: Readonly<Record<string, readonly string[]>>;
  readonly registrations: number;
  readonly received: number;
}

export interface FarWorker {
  /** Resolves when each of them has its first state. One more hears of the changes, and is advised then. */
  subscribe(profile: string, times: number): Promise<void>;
  unsubscribe(profile: string, times: number): Promise<void>;
  mayFail(profiles: readonly string[], code: string): Promise<void>;
  /** Resolves when all subscriptions to them have failed. */
  haveFailed(profiles: readonly string[]): Promise<void>;
  /** Resolves when everything asked of the backend is done, and its records are read. */
  settled(): Promise<void>;
  /** Once everything asked of the backend is done, and its records are read. */
  report(): Promise<Report>;
  end(how: Ending): Promise<void>;
}

const { backend } = workerData as { backend: BackendName };
const port = parentPort!;
// Its thread is told of it by the worker's end.
const checker = new Checker((what) => {
  setImmediate(() => {
    throw new Error(what);
  });
});
hearWhatIsHeldBack(checker);
const streams = new Map<string, { state: Set<Watched<string>>; change: Set<Watched<unknown>> }>();

function streamsOf(profile: string) {
  const known = streams.get(profile) ?? { state: new Set(), change: new Set() };
  streams.set(profile, known);
  return known;
}

function watch<T>(profile: string, source$: Observable<T>, all: Set<Watched<T>>): Watched<T> {
  const stream = new Watched(`a worker's stream of ${profile}`, source$, checker);
  all.add(stream);
  return stream;
}

function allOf(profiles: readonly string[]): Watched<unknown>[] {
  return profiles.map(streamsOf).flatMap(({ state, change }) => [...state, ...change]);
}

const far: FarWorker = {
  subscribe: async (profile, times) => {
    const { state, change } = streamsOf(profile);
    const made = Array.from({ length: times }, () =>
      watch(profile, connectionState$(profile, { backend }), state),
    );
    watch(profile, connectionStateChange$(profile, { backend }), change);
    await Promise.all(made.map((one) => one.until(() => one.values > 0 || one.isOver)));
    // The stream of changes says nothing yet, and what ends with its thread before its Advise has none.
    await settleByListing(backend);
  },
  unsubscribe: (profile, times) => {
    const { state, change } = streamsOf(profile);
    for (const all of [state, change] as const) {
      for (const one of [...all].slice(0, times)) {
        one.end();
        all.delete(one as never);
      }
    }
    return Promise.resolve();
  },
  mayFail: (profiles, code) => {
    for (const stream of allOf(profiles)) stream.mayFail(code);
    return Promise.resolve();
  },
  haveFailed: async (profiles) => {
    await Promise.all(allOf(profiles).map((stream) => stream.failed()));
    for (const profile of profiles) streams.delete(profile);
  },
  settled: () => settleByListing(backend),
  report: async () => {
    await settleByListing(backend);
    await settleByListing(backend);
    const { registrations, received } = diagnostics();
    const states = Object.fromEntries(
      [...streams].map(([profile, { state }]) => [
        profile,
        [...state].map(({ last }) => last ?? ''),
      ]),
    );
    return { states, registrations, received };
  },
  end: async (how) => {
    if (how === 'throw') {
      setImmediate(() => {
        throw new Error(lastWords);
      });
    } else if (how === 'exit') {
      setImmediate(() => process.exit());
    } else {
      for (const stream of allOf([...streams.keys()])) stream.end();
      await nextTurn();
      port.close();
    }
  },
};

serve(
  {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  },
  far,
);
