import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FarSide } from '../contract/controlServer.js';
import { Remote } from '../contract/remoteControl.js';
import { forgetOutlook, outlookAt } from './outlook.js';
import { native } from './place.js';

/** How a stand-in's clients treat MAPI: native/test/windows/mapi_use.h. */
export interface MapiUse {
  readonly balance: number;
  readonly threads: number;
  readonly flags: number;
  readonly apartment: number;
}

export interface StandIn {
  /** Where it lies. */
  readonly dll: string;
  readonly far: Remote<FarSide & { mapiUse(): Promise<MapiUse> }>;
  end(): Promise<void>;
}

/**
 * Puts a stand-in for Outlook's DLL where nothing but the registry leads to it, and takes its profiles into the
 * hands of a worker, since this thread has a binary already.
 */
export function startStandIn(): StandIn {
  const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  const dll = join(folder, 'outlook.dll');
  copyFileSync(native('msmapi32.dll'), dll);
  outlookAt(dll);
  const worker = new Worker(new URL('./standInWorker.js', import.meta.url), { workerData: dll });
  const far: StandIn['far'] = new Remote({
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
  });
  worker.on('error', (error) => far.lost(error));
  worker.on('exit', () => far.lost(new Error('the stand-in’s worker has ended')));
  return {
    dll,
    far,
    end: async () => {
      await worker.terminate();
      forgetOutlook();
      try {
        rmSync(folder, { recursive: true });
      } catch {
        // This process has it loaded: it stays where temporary files do.
      }
    },
  };
}
