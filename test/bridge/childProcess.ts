import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Remote } from '../contract/remoteControl.js';

/** A process of ours, and what it can be asked for. */
export interface Child<Methods> {
  readonly pid: number;
  readonly far: Remote<Methods>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<unknown>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it, without a word. */
  kill(): Promise<void>;
}

/** Starts a script of this folder that serves methods over its IPC channel; resolves when it does. */
export async function startChild<Methods>(script: string): Promise<Child<Methods>> {
  const child = fork(fileURLToPath(new URL(`./${script}`, import.meta.url)));
  const exited = once(child, 'exit');
  const [first] = (await Promise.race([once(child, 'message'), exited])) as [unknown];
  if (first !== 'serving') throw new Error(`${script} ended before it served: ${String(first)}`);
  const far = new Remote<Methods>({
    post: (message) => void child.send(message as object),
    onMessage: (listener) => child.on('message', listener),
  });
  child.on('exit', () => {
    far.lost(new Error(`${script} has ended`));
  });
  return {
    pid: child.pid!,
    far,
    ended: exited.then(([code]: unknown[]) => code),
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
