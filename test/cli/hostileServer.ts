import { mkdirSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { frame, numbers } from '../bridge/rawClient.js';

/** A request of the protocol, as the server gets it. */
export interface Request {
  readonly type: number;
  readonly number: number;
}

/** What it answers, in the protocol or not; nothing is no answer. */
export type Answer = (request: Request) => Buffer | undefined;

/** A server at the bridge's place below `runtime`, whose answers may be anything. */
export class HostileServer {
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket);
    let bytes = Buffer.alloc(0);
    socket.on('error', () => undefined); // a client may end it as it likes
    socket.on('data', (some) => {
      bytes = Buffer.concat([bytes, some]);
      while (bytes.length >= 12 && bytes.length >= 8 + bytes.readUInt32LE(0)) {
        const answer = this.#answer({ type: bytes[4]!, number: bytes.readUInt32LE(8) });
        bytes = bytes.subarray(8 + bytes.readUInt32LE(0));
        if (answer !== undefined) socket.write(answer);
      }
    });
  });
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  listen(runtime: string): Promise<void> {
    const folder = join(runtime, 'rx-outlook');
    mkdirSync(folder, { mode: 0o700 });
    return new Promise((resolve) => this.#server.listen(join(folder, 'bridge'), resolve));
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

export function welcome({ number }: Request): Buffer {
  const product = Buffer.from('hostile');
  return frame(65, numbers(number), halves(1, 2, product.length), product);
}

export function names({ number }: Request, profiles: readonly string[]): Buffer {
  const texts = profiles.flatMap((name) => [halves(name.length), Buffer.from(name, 'utf16le')]);
  return frame(67, numbers(number), Buffer.of(1), ...texts);
}

export function failure({ number }: Request, hresult: number): Buffer {
  return frame(66, numbers(number, hresult, 0), halves(0, 0));
}

function halves(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16LE(value, 2 * i));
  return bytes;
}
