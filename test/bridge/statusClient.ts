// A process that watches one profile's status, and if it is told so has no poll: what it waits for longer
// than a second, it waits for in vain. So all that it notices comes over the connection or by the watch.
import timers from 'node:timers';
import { availability$, connectionStatus$, diagnostics } from 'rx-outlook';
import { Subscription } from 'rxjs';
import { serve } from '../contract/controlServer.js';

const aSecond = 1_000;
const never = 2 ** 31 - 1;
const { setTimeout } = timers;
let isPolling = true;
timers.setTimeout = ((due: () => void, delay = 0) =>
  setTimeout(due, isPolling || delay < aSecond ? delay : never)) as typeof setTimeout;

/** What this process can be asked for. */
export interface StatusClient {
  watch(times: number, polling: boolean): Promise<void>;
  /** What each of them has heard, and what the one that asks for the availability has. */
  heard(): Promise<{ statuses: string[][]; availability: string[] }>;
  registrations(): Promise<number>;
  /** From then on nothing but the channel to its parent keeps it alive; and that is closed. */
  end(): Promise<void>;
}

const backend = 'bridge';
const watching = new Subscription();
const statuses: string[][] = [];
const availability: string[] = [];

const client: StatusClient = {
  watch: (times, polling) => {
    isPolling = polling;
    for (let i = 0; i < times; ++i) {
      const heard: string[] = [];
      statuses.push(heard);
      watching.add(
        connectionStatus$('Work', { backend }).subscribe(({ state, reason }) =>
          heard.push(reason ?? state),
        ),
      );
    }
    watching.add(
      availability$({ backend }).subscribe((found) =>
        availability.push(found.available ? 'available' : found.reason),
      ),
    );
    return Promise.resolve();
  },
  heard: () => Promise.resolve({ statuses, availability }),
  registrations: () => Promise.resolve(diagnostics().registrations),
  end: () => {
    watching.unsubscribe();
    timers.setImmediate(() => process.disconnect());
    return Promise.resolve();
  },
};

serve(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  client,
);
process.send?.('serving');
