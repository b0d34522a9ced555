import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BehaviorSubject, filter, firstValueFrom } from 'rxjs';

/** The list of docs/fleet.md: a machine writes and reads its own topics, a board reads all. */
export const accessList = `pattern readwrite rx-outlook/1/+/%u/#

user board
topic read rx-outlook/1/#
`;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Debian's Mosquitto on loopback, with a password for each user and an access list. */
export class Mosquitto {
  readonly url: string;
  readonly webSocketUrl: string;
  readonly tlsUrl: string;
  /** The certificate that agents trust at {@link Mosquitto.tlsUrl}. */
  readonly certificate: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'fleet-mosquitto-'));
  readonly #port: number;
  readonly #logged$ = new BehaviorSubject('');
  #child: ChildProcess | undefined;
  /** What the broker wrote. */
  log = '';

  private constructor(ports: readonly [number, number, number], users: readonly string[]) {
    const [port, webSocketPort, tlsPort] = ports;
    this.#port = port;
    this.url = `mqtt://127.0.0.1:${port}`;
    this.webSocketUrl = `ws://127.0.0.1:${webSocketPort}`;
    this.tlsUrl = `mqtts://127.0.0.1:${tlsPort}`;
    this.certificate = join(this.#folder, 'certificate.pem');
    const key = join(this.#folder, 'key.pem');
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
    ];
    const subject = ['-subj', '/CN=broker', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', [...request, ...subject, '-keyout', key, '-out', this.certificate], {
      stdio: 'ignore',
    });
    const file = (name: string, text: string): string => {
      const path = join(this.#folder, name);
      writeFileSync(path, text, { mode: 0o600 });
      return path;
    };
    const passwords = file(
      'passwords',
      users.map((user) => `${user}:${passwordOf(user)}\n`).join(''),
    );
    execFileSync('mosquitto_passwd', ['-U', passwords]);
    // The broker keeps nothing through a restart, so that each agent must publish again.
    file(
      'mosquitto.conf',
      `listener ${port} 127.0.0.1
listener ${webSocketPort} 127.0.0.1
protocol websockets
listener ${tlsPort} 127.0.0.1
certfile ${this.certificate}
keyfile ${key}
allow_anonymous false
password_file ${passwords}
acl_file ${file('access', accessList)}
persistence false
# By default a subscriber gets no more than 1000 waiting messages: a board would lack the other machines.
max_queued_messages 0
max_inflight_messages 1000
user root
`,
    );
    chmodSync(this.#folder, 0o700);
  }

  /** Starts a broker that knows these users and `board`; see {@link passwordOf}. */
  static async start(users: readonly string[]): Promise<Mosquitto> {
    const ports = [await freePort(), await freePort(), await freePort()] as const;
    const broker = new Mosquitto(ports, [...users, 'board']);
    await broker.start();
    return broker;
  }

  async start(): Promise<void> {
    const child = spawn('mosquitto', ['-c', join(this.#folder, 'mosquitto.conf')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Debian has it where only root's PATH leads.
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
        this.#logged$.next(this.log);
      });
    }
    while (!(await this.#answers())) {
      if (child.exitCode !== null) throw new Error(`Mosquitto does not start: ${this.log}`);
      await pause(20);
    }
  }

  /** Resolves when the broker has written the text so often. */
  async writes(text: string, times: number): Promise<void> {
    await firstValueFrom(this.#logged$.pipe(filter((log) => log.split(text).length > times)));
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  /** Kills the broker: its clients get no DISCONNECT. */
  async stop(): Promise<void> {
    const child = this.#child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true });
  }

  async #answers(): Promise<boolean> {
    const socket = connect(this.#port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }
}

export const passwordOf = (user: string): string => `secret of ${user}`;
