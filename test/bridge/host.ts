// A process that serves embedded profiles over the bridge, and is asked over its IPC channel what to do
// to them.
import { embeddedOutlook } from 'rx-outlook/testing';
import { farSide, serve, type FarSide } from '../contract/controlServer.js';

export interface FarHost extends FarSide {
  /** What the server counts. */
  counts(): Promise<{ clients: number; registrations: number }>;
  /** The code of the error with which it has ended by itself. */
  ended(): Promise<string>;
  /** Bytes of it that are in memory. */
  memory(): Promise<number>;
}

const host = embeddedOutlook({ profiles: [] }).serve();
const far: FarHost = {
  ...farSide(),
  counts: () => Promise.resolve({ clients: host.clients, registrations: host.registrations }),
  ended: async () => String(((await host.ended) as NodeJS.ErrnoException | undefined)?.code),
  memory: () => Promise.resolve(process.memoryUsage.rss()),
};
serve(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  far,
);
process.send?.('serving');
