// A process of another user: of root's it becomes one once all is loaded.
import { mkdirSync, rmdirSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { connectionState$, diagnostics } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { serve } from '../contract/controlServer.js';
import { hello, socketPath } from './rawClient.js';

/** nobody's */
const user = 65_534;

export interface FarStranger {
  /** The code that subscribing fails with. */
  subscribe(): Promise<string>;
  /** How many bytes the server answers to a hello before it ends the connection; or what came instead of one. */
  greet(): Promise<number | string>;
  /** Makes and removes the folder of the user's place, so many times. */
  disturb(times: number): Promise<void>;
  /** Serves, or fails with a code. */
  host(): Promise<string>;
}

const stranger: FarStranger = {
  subscribe: () =>
    new Promise((resolve) => {
      connectionState$('Work', { backend: 'bridge' }).subscribe({
        next: resolve,
        error: ({ code }: { code: string }) => {
          resolve(code);
        },
      });
    }),
  greet: async () => {
    const socket = connect(socketPath());
    let bytes = 0;
    let failure: string | undefined;
    socket.on('data', (some) => (bytes += some.length));
    socket.on('connect', () => socket.write(hello));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => (failure = code));
    await new Promise((resolve) => socket.once('close', resolve));
    return failure === undefined || failure === 'ECONNRESET' || failure === 'EPIPE'
      ? bytes
      : failure;
  },
  disturb: (times) => {
    const folder = dirname(socketPath());
    for (let i = 0; i < times; ++i) {
      mkdirSync(folder);
      rmdirSync(folder);
    }
    return Promise.resolve();
  },
  host: () => {
    try {
      embeddedOutlook({ profiles: ['Work'] }).serve();
      return Promise.resolve('serves');
    } catch (error) {
      return Promise.resolve(String((error as NodeJS.ErrnoException).code));
    }
  },
};

diagnostics(); // loads the binary
process.setgroups!([]);
process.setgid!(user);
process.setuid!(user);
serve(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  stranger,
);
process.send?.('serving');
