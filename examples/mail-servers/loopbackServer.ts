import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Server } from './arguments.js';

/** A TCP server on this machine that can be stopped and started again on the same port. */
export class LoopbackServer implements Server {
  readonly host = '127.0.0.1';
  readonly #clients = new Set<Socket>();
  readonly #server = createServer((client) => {
    this.#clients.add(client);
    client.resume();
    client.on('close', () => this.#clients.delete(client));
    // A reset by the client is an ordinary end.
    client.on('error', () => undefined);
  });
  #port = 0;
  #rising: Promise<unknown> = Promise.resolve();

  get port(): number {
    return this.#port;
  }

  /** Starts the server. Rejects when another program has taken the port meanwhile. */
  async up(): Promise<void> {
    const listening = once(this.#server, 'listening');
    this.#server.listen(this.#port, this.host);
    this.#rising = listening.catch(() => undefined);
    await listening;
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Ends connections and refuses new ones. */
  async down(): Promise<void> {
    await this.#rising;
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.hangUp();
    await closed;
  }

  /** Ends connections and accepts new ones. */
  hangUp(): void {
    for (const client of this.#clients) client.destroy();
  }
}
