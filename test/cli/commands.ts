import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distinctUntilChanged, filter, firstValueFrom, map, take, toArray } from 'rxjs';
import { Child } from '../fixtures/child.js';

/** What a line of `watch --json` says, but for the times. */
export interface Told {
  readonly profile: string;
  readonly state: string;
  readonly reason?: string;
}

/**
 * The built command in processes of its own, with a runtime folder of their own: a server of the user's is
 * not in their way, nor they in its.
 */
export class Commands {
  readonly folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  readonly #children: Child[] = [];

  start(...args: readonly string[]): Child {
    return this.run('dist/cjs/cli/main.js', ...args);
  }

  /** Another program, where the command's servers are. */
  run(script: string, ...args: readonly string[]): Child {
    const env = { ...process.env, XDG_RUNTIME_DIR: this.folder };
    delete (env as NodeJS.ProcessEnv)['RX_OUTLOOK_BACKEND'];
    const child = new Child(script, args, env);
    this.#children.push(child);
    return child;
  }

  /** Resolves with a host that serves. */
  async host(...args: readonly string[]): Promise<Child> {
    const host = this.start('host', ...args);
    await host.says('Serving');
    return host;
  }

  watch(...args: readonly string[]): Child {
    return this.start('watch', '--backend', 'bridge', '--json', ...args);
  }

  /** Ends what a test has left, and resolves when it has ended. */
  async end(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    await Promise.all(this.#children.map(({ ended }) => ended));
    rmSync(this.folder, { recursive: true });
  }
}

/** The first so many states that `watch --json` tells of a profile, once there are as many. */
export function statesOf(watch: Child, profile: string, many: number): Promise<string[]> {
  return firstValueFrom(
    watch.line$.pipe(
      map((line) => JSON.parse(line) as Told),
      filter((told) => told.profile === profile),
      map(({ state }) => state),
      // How often the reason changes while the state stays unknown is not of this command.
      distinctUntilChanged(),
      take(many),
      toArray(),
    ),
  );
}
