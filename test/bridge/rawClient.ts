// A client that may say anything, and writes its frames after docs/bridge-protocol.md alone.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

export const socketPath = (): string =>
  join(process.env['XDG_RUNTIME_DIR'] ?? '/tmp', 'rx-outlook', 'bridge');

export function frame(type: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeUInt32LE(body.length);
  header.writeUInt8(type, 4);
  return Buffer.concat([header, body]);
}

export function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i));
  return bytes;
}

/** The oldest and the newest version are one. */
export const hello = frame(1, numbers(1, 0x0001_0001));

/** Hello, open as object 1, advise as registration 1. */
export function subscribing(profile: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(profile.length);
  const open = frame(4, numbers(2, 1), length, Buffer.from(profile, 'utf16le'));
  return Buffer.concat([hello, open, frame(8, numbers(3, 1, 1))]);
}

/** Tries again while the server's queue of connections is full, as clients do. */
export async function connected(): Promise<Socket> {
  for (;;) {
    const socket = connect(socketPath());
    try {
      await once(socket, 'connect');
      return socket;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

/** Resolves when the server has ended the connection; what it says until then is read. */
export async function ended(socket: Socket): Promise<void> {
  socket.on('error', () => undefined); // a reset is an end, too
  socket.resume();
  await new Promise((resolve) => socket.once('close', resolve));
}

/** Resolves when the server has answered that request. */
export function answerOf(socket: Socket, request: number): Promise<void> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    socket.on('data', (some) => {
      bytes = Buffer.concat([bytes, some]);
      while (bytes.length >= 12 && bytes.length >= 8 + bytes.readUInt32LE(0)) {
        if (bytes[4] === 66 && bytes.readUInt32LE(8) === request) resolve();
        bytes = bytes.subarray(8 + bytes.readUInt32LE(0));
      }
    });
  });
}
