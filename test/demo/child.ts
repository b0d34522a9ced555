import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { filter, firstValueFrom, type Observable, ReplaySubject } from 'rxjs';

export interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** The built demo, or another built example, in a process of its own. */
export class Child {
  readonly #process;
  readonly #lines$ = new ReplaySubject<string>();
  readonly ended: Promise<Ended>;

  constructor(script: string, ...args: readonly string[]) {
    const child = spawn(process.execPath, [`dist/examples/${script}`, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const lines: string[] = [];
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      this.#lines$.next(line);
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    this.ended = once(child, 'close').then(([code]) => ({
      code: code as number | null,
      lines,
      stderr,
    }));
    void this.ended.then(() => {
      this.#lines$.complete();
    });
  }

  /** All lines so far and those to come. */
  get line$(): Observable<string> {
    return this.#lines$;
  }

  /** Resolves with the first line that contains `text`; rejects when the child ends without one. */
  says(text: string): Promise<string> {
    return firstValueFrom(this.#lines$.pipe(filter((line) => line.includes(text))));
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** What `| head` does when it has enough. */
  stopReading(): void {
    this.#process.stdout.destroy();
  }
}
