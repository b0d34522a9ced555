import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const header = 8;
const eventSize = 28;

/** Numbers of docs/bridge-protocol.md. */
export const frame = {
  hello: 1,
  ping: 2,
  open: 4,
  advise: 8,
  welcome: 65,
  answer: 66,
  events: 68,
} as const;

export const u16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
export const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);

export function frameOf(type: number, ...body: readonly Buffer[]): Buffer {
  const whole = Buffer.concat(body);
  return Buffer.concat([u32(whole.length), Buffer.of(type, 0, 0, 0), whole]);
}

export const hello = frameOf(frame.hello, u32(1), u16(1), u16(1));

/** A client that may say anything, and reads when it likes. */
export class RawClient {
  readonly #socket: Socket;
  readonly ended: Promise<void>;
  #bytes = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.ended = new Promise((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => undefined); // 'close' follows
  }

  static async connect(pipe: string): Promise<RawClient> {
    const socket = connect(pipe);
    socket.pause();
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  send(...bytes: readonly Buffer[]): void {
    this.#socket.write(Buffer.concat(bytes));
  }

  /** The next frame. */
  async receive(): Promise<{ readonly type: number; readonly body: Buffer }> {
    for (;;) {
      const size = this.#bytes.length < header ? Infinity : this.#bytes.readUInt32LE(0);
      if (this.#bytes.length >= header + size) {
        const type = this.#bytes.readUInt8(4);
        const body = this.#bytes.subarray(header, header + size);
        this.#bytes = this.#bytes.subarray(header + size);
        return { type, body };
      }
      const more = (this.#socket.read() ?? Buffer.alloc(0)) as Buffer;
      if (more.length === 0) await once(this.#socket, 'readable');
      this.#bytes = Buffer.concat([this.#bytes, more]);
    }
  }

  /** The HRESULT of the answer to that request; events before it are passed over. */
  async answerTo(request: number): Promise<number> {
    for (;;) {
      const { type, body } = await this.receive();
      if (type === frame.answer && body.readUInt32LE(0) === request) return body.readInt32LE(4);
    }
  }

  /** Says hello, and is told what is behind the server. */
  async greet(): Promise<{ readonly host: number; readonly product: string }> {
    this.send(hello);
    const { type, body } = await this.receive();
    assert.equal(type, frame.welcome);
    return { host: body.readUInt16LE(6), product: body.toString('utf8', 10) };
  }

  /** Greets, and has a registration. The next request is 4. */
  async subscribe(profile: string): Promise<void> {
    const name = Buffer.from(profile, 'utf16le');
    this.send(
      hello,
      frameOf(frame.open, u32(2), u32(20), u16(profile.length), name),
      frameOf(frame.advise, u32(3), u32(20), u32(30)),
    );
    assert.equal(await this.answerTo(3), 0);
  }

  /** Of the next frame: how many notifications its events stand for, and the last one's new state. */
  async receiveChanges(): Promise<{ readonly changes: number; readonly state: number }> {
    const { type, body } = await this.receive();
    let changes = 0;
    let state = 0;
    for (let at = 0; type === frame.events && at < body.length; at += eventSize) {
      if (body.readUInt8(at + 4) !== 1) continue;
      state = body.readUInt8(at + 7);
      changes += body.readUInt32LE(at + 8);
    }
    return { changes, state };
  }

  /** Reads and forgets, until the connection has ended. */
  async readToEnd(): Promise<void> {
    this.#socket.resume();
    await this.ended;
  }

  end(): void {
    this.#socket.destroy();
  }
}
