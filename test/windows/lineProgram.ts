import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Answer, Request } from '../contract/controlServer.js';
import { Remote } from '../contract/remoteControl.js';
import { isWine, native } from './place.js';

export type Bitness = 'x64' | 'x86';

/** Of the Outlook of this run: scripts/test-windows.mjs runs a suite for each. */
export const bitness: Bitness = process.env['RX_OUTLOOK_TEST_BITNESS'] === 'x86' ? 'x86' : 'x64';

/** A program of native/test/windows of that bitness. */
export const program = (bitness: Bitness, name: string): string => native(`${bitness}/${name}`);

/** How a program is talked to: a request as fields of a line, and the value of an answer from its text. */
export interface Language {
  readonly fieldsOf: (request: Request) => readonly unknown[];
  readonly valueOf: (text: string) => unknown;
}

export interface LineProgram<Methods> {
  readonly pid: number;
  readonly far: Remote<Methods>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Ends it from outside, without a word. */
  kill(): Promise<void>;
}

/**
 * Wine on a busy machine has refused to start a 32-bit program, for a reason that Node has no name for, and
 * started the next one (one of some hundreds, 2026-11-27). So there it is asked again, and for that reason alone.
 */
function spawnProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcessByStdio<Writable, Readable, null> {
  for (let attempt = 1; ; ++attempt) {
    try {
      return spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
    } catch (error) {
      if (!isWine || attempt === 3 || (error as { code?: unknown }).code !== 'UNKNOWN') throw error;
    }
  }
}

/** Starts a program that says "ready" and answers lines by lines; it ends with its input. */
export async function startLineProgram<Methods>(
  program: string,
  args: readonly string[],
  { fieldsOf, valueOf }: Language,
  env: NodeJS.ProcessEnv = {},
): Promise<LineProgram<Methods>> {
  const child = spawnProgram(program, args, { ...process.env, ...env });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.stdin.on('error', () => undefined); // 'exit' follows
  const lines = createInterface(child.stdout);
  const [first] = (await Promise.race([once(lines, 'line'), exited])) as unknown[];
  assert.equal(first, 'ready', 'the program has started');
  const far = new Remote<Methods>({
    post: (message) => {
      const request = message as Request;
      const fields = [request.id, request.method, ...fieldsOf(request)];
      child.stdin.write(`${fields.map(String).join('\t')}\n`);
    },
    onMessage: (listener) => {
      lines.on('line', (line) => {
        const [id, how, what = ''] = line.split('\t');
        if (how === undefined) return;
        const answer: Answer =
          how === 'ok'
            ? { id: Number(id), value: valueOf(what) }
            : { id: Number(id), error: { name: 'Error', message: what } };
        listener(answer);
      });
    },
  });
  child.on('exit', () => far.lost(new Error('Outlook has ended')));
  return {
    pid: child.pid!,
    far,
    ended: exited.then(([code]) => code),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
