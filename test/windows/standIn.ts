import { Worker } from 'node:worker_threads';
import type { FarSide } from '../contract/controlServer.js';
import { Remote } from '../contract/remoteControl.js';

/** How a stand-in's clients treat MAPI: test/windows/native/mapi_use.h. */
export interface MapiUse {
  readonly balance: number;
  readonly threads: number;
  readonly flags: number;
  readonly apartment: number;
}

export interface StandIn {
  readonly far: Remote<FarSide & { mapiUse(): Promise<MapiUse> }>;
  end(): Promise<void>;
}

/** Takes the stand-in's profiles into the hands of a worker, since this thread has a binary already. */
export function startStandIn(path: string): StandIn {
  const worker = new Worker(new URL('./standInWorker.js', import.meta.url), { workerData: path });
  const far: StandIn['far'] = new Remote({
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
  });
  worker.on('error', (error) => far.lost(error));
  worker.on('exit', () => far.lost(new Error('the stand-in’s worker has ended')));
  return {
    far,
    end: async () => {
      await worker.terminate();
    },
  };
}
