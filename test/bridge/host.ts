// A process that serves embedded profiles over the bridge, and is asked over its IPC channel what to do
// to them.
import { embeddedOutlook } from 'rx-outlook/testing';
import { farSide, serve, type FarSide } from '../contract/controlServer.js';

export interface FarHost extends FarSide {
  /** What the server counts. */
  counts(): Promise<{ clients: number; registrations: number }>;
  /** Bytes of it that are in memory. */
  memory(): Promise<number>;
}

const host = embeddedOutlook({ profiles: [] }).serve();
const far: FarHost = {
  ...farSide(),
  counts: () => Promise.resolve({ clients: host.clients, registrations: host.registrations }),
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
