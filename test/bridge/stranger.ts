// A process of another user: of root's it becomes one once all is loaded.
import { mkdirSync, rmdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
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
  /** Resolves when the socket has taken its connection, which `greet` waits for the end of. */
  connect(): Promise<void>;
  /** How many bytes the server answers to a hello before it ends the connection; or what came instead of one. */
  greet(): Promise<number | string>;
  /** Makes and removes the folder of the user's place, so many times. */
  disturb(times: number): Promise<void>;
  /** Serves, or fails with a code. */
  host(): Promise<string>;
}

let connected: Greeting | undefined;

interface Greeting {
  socket: Socket;
  answered: Promise<number | string>;
}

function greet(): Greeting {
  const socket = connect(socketPath());
  let bytes = 0;
  let failure: string | undefined;
  socket.on('data', (some) => (bytes += some.length));
  socket.on('connect', () => socket.write(hello));
  socket.on('error', ({ code }: NodeJS.ErrnoException) => (failure = code));
  const answered = new Promise<number | string>((resolve) =>
    socket.once('close', () => {
      const isCut = failure === undefined || failure === 'ECONNRESET' || failure === 'EPIPE';
      resolve(isCut ? bytes : String(failure));
    }),
  );
  return { socket, answered };
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
  connect: async () => {
    connected = greet();
    await new Promise((resolve) => connected?.socket.once('connect', resolve));
  },
  greet: () => (connected ?? greet()).answered,
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
