import {
  concat,
  concatMap,
  defer,
  EMPTY,
  from,
  merge,
  type Observable,
  repeat,
  retry,
  timer,
} from 'rxjs';
import type { MailServer } from './arguments.js';
import { LoopbackServer } from './loopbackServer.js';

/** Seconds up, then seconds down; 0 seconds down is a server that only closes its idle connections. */
type Outages = readonly (readonly [up: number, down: number])[];

/** By account. Shows within 20 seconds a dip that the debounce hides, and real outages. */
const timetable: Readonly<Record<string, Outages>> = {
  'alice@example.org': [
    [5, 0.6],
    [6, 5],
    [8, 3],
  ],
  'team@example.org': [
    [8, 6],
    [9, 0.6],
    [7, 4],
  ],
  'club@example.net': [
    [4, 0],
    [12, 4],
    [9, 0],
    [10, 8],
  ],
};

export interface DemoServers {
  readonly servers: readonly MailServer[];
  /** Ends the outages, the connections and the servers. */
  close(): Promise<void>;
}

export async function startDemoServers(): Promise<DemoServers> {
  const started = await Promise.all(
    Object.entries(timetable).map(async ([name, outages]) => {
      const server = new LoopbackServer();
      await server.up();
      return { name, outages, server };
    }),
  );
  const playing = merge(
    ...started.map(({ server, outages }) => outages$(server, outages)),
  ).subscribe();
  return {
    servers: started.map(({ name, server: { host, port } }) => ({ name, host, port })),
    async close() {
      playing.unsubscribe();
      await Promise.all(started.map(({ server }) => server.down()));
    },
  };
}

function outages$(server: LoopbackServer, outages: Outages): Observable<unknown> {
  // The system may give the free port to any program for a moment.
  const rise$ = defer(() => server.up()).pipe(retry({ delay: 500 }));
  const hangUp$ = defer(() => {
    server.hangUp();
    return EMPTY;
  });
  const outage$ = (down: number): Observable<unknown> =>
    down === 0
      ? hangUp$
      : concat(
          defer(() => server.down()),
          timer(down * 1_000),
          rise$,
        );
  return from(outages).pipe(
    concatMap(([up, down]) => concat(timer(up * 1_000), outage$(down))),
    repeat(),
  );
}
