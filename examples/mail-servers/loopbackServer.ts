import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Server } from './arguments.js';

/** A TCP server on this machine that can be taken down and up again on the port it had. */
export class LoopbackServer implements Server {
  readonly host = '127.0.0.1';
  readonly #clients = new Set<Socket>();
  readonly #server = createServer((client) => {
    this.#clients.add(client);
    client.resume();
    client.on('close', () => this.#clients.delete(client));
    // A reset by the client is an end like any other.
    client.on('error', () => undefined);
  });
  #port = 0;
  #rising: Promise<unknown> = Promise.resolve();

  get port(): number {
    return this.#port;
  }

  /** Rejects when somebody else took the port meanwhile. */
  async up(): Promise<void> {
    const listening = once(this.#server, 'listening');
    this.#server.listen(this.#port, this.host);
    this.#rising = listening.catch(() => undefined);
    await listening;
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Connections end, new ones are refused. */
  async down(): Promise<void> {
    await this.#rising;
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.hangUp();
    await closed;
  }

  /** Connections end, new ones are welcome. */
  hangUp(): void {
    for (const client of this.#clients) client.destroy();
  }
}
