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
serve(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  {
    ...farSide(),
    counts: () => Promise.resolve({ clients: host.clients, registrations: host.registrations }),
  },
);
process.send?.('serving');
