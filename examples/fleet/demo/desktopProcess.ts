import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve as absolute } from 'node:path';
import { ReplaySubject } from 'rxjs';
import type { Config, Desktop, Order } from './protocol.js';

/** A running process of simulated desktops, see desktops.ts. */
export class DesktopProcess {
  readonly desktops: readonly Desktop[];
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, () => void>();
  readonly #exited: Promise<unknown>;
  #orders = 0;
  /** What the process wrote to standard error. */
  readonly problem$ = new ReplaySubject<string>();

  /** `folder`: that of the example. */
  constructor(folder: string, config: Config) {
    this.desktops = config.desktops;
    this.#child = fork(absolute(folder, 'demo/desktops.ts'), {
      cwd: folder,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    this.#child.send(config);
    this.#exited = once(this.#child, 'exit').then(() => {
      for (const resolve of this.#waiting.values()) resolve();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.problem$.next(text));
    this.#child.on('message', ({ done }: { done: number }) => {
      this.#waiting.get(done)?.();
      this.#waiting.delete(done);
    });
  }

  /** Resolves when the order is carried out, or the process has ended. */
  order(order: Order): Promise<void> {
    if (!this.#child.connected) return Promise.resolve();
    const id = this.#orders++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      // A process that was killed meanwhile has no answer to wait for.
      this.#child.send({ ...order, id }, (error) => error && resolve());
    });
  }

  set(desktop: Desktop, state: 'online' | 'offline', account?: string): Promise<void> {
    const profile = `${desktop.machine}/${desktop.profile}`;
    return this.order({ do: 'set', profile, account, state });
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Kills the process, as a power cut would end it. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#exited;
  }

  /** Ends the agents in order, and the process. */
  async end(): Promise<void> {
    await this.order({ do: 'end' });
    if (this.#child.connected) this.#child.disconnect();
    await this.#exited;
  }
}
