// Runs in a worker: controls the profiles of the stand-in whose path it is given. What imports
// rx-outlook in this thread gets the stand-in as its binary.
import { parentPort, workerData } from 'node:worker_threads';
import type { MapiUse } from './standIn.js';

const path = workerData as string;
const module: { exports: { abi?: number; mapiUse?: () => MapiUse } } = { exports: {} };
process.dlopen(module, path);
const binary = module.exports;
const name = `rx-outlook.binary.${String(binary.abi)}`;
Object.assign(globalThis, { [Symbol.for(name)]: { binary, path } });

const { farSide, serve } = await import('../contract/controlServer.js');
const port = parentPort!;
serve(
  {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  },
  { ...farSide(), mapiUse: () => binary.mapiUse?.() },
);
