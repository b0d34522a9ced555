import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Channel } from '../contract/channel.js';
import type { Answer, FarSide, Request } from '../contract/controlServer.js';
import { Remote } from '../contract/remoteControl.js';
import type { FloodOptions, RawNotification } from 'rx-outlook/testing';
import { isWine, native } from './place.js';
import type { MapiUse } from './standIn.js';

export type Bitness = 'x64' | 'x86';

/** Of the Outlook of this run: scripts/test-windows.mjs runs a suite for each. */
export const bitness: Bitness = process.env['RX_OUTLOOK_TEST_BITNESS'] === 'x86' ? 'x86' : 'x64';

/** ext_ConnectMode and ext_DisconnectMode. */
export const connectMode = { afterStartup: 0, startup: 1 } as const;
export const disconnectMode = { hostShutdown: 0, userClosed: 1 } as const;

/** A call into the add-in: how long it took, and how many messages of Outlook's it handed out meanwhile. */
export interface Called {
  readonly ms: number;
  readonly messages: number;
}

/** What Outlook can be told to do. */
export interface FarOutlook extends FarSide {
  'outlook.connect'(mode: number): Promise<Called>;
  /** The same as a program that knows IDispatch alone would do it; its HRESULT. */
  'outlook.connectByName'(): Promise<number>;
  'outlook.startupComplete'(): Promise<Called>;
  'outlook.beginShutdown'(): Promise<Called>;
  'outlook.disconnect'(mode: number): Promise<Called>;
  'outlook.release'(): Promise<void>;
  /** Calls into Application from threads not Outlook's, and references on it. */
  'outlook.count'(): Promise<{ trespasses: number; references: number }>;
  /** Leaves its message loop and ends as it should. */
  'outlook.quit'(): Promise<never>;
  /** ExitProcess, without a word to the add-in. */
  'outlook.exit'(): Promise<never>;
  /** Answered when the main thread hands out its messages. */
  ping(): Promise<void>;
  terminate(): Promise<never>;
  memory(): Promise<{ bytes: number; handles: number; threads: number }>;
  mapiUse(): Promise<MapiUse>;
}

export interface OutlookHost {
  readonly pid: number;
  readonly far: Remote<FarOutlook>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Ends it from outside, without a word. */
  kill(): Promise<void>;
}

const program = (bitness: Bitness): string => native(`${bitness}/OUTLOOK.exe`);

/** sizeof(MAPIOFFLINE_NOTIFY), MAPIOFFLINE_STATE_OFFLINE_MASK. */
const whole = { size: 24, mask: 3 };

/** Its arguments as fields of a line. */
function fieldsOf({ method, args }: Request): readonly unknown[] {
  switch (method) {
    case 'open':
      return args[0] as readonly string[];
    case 'notifyRaw': {
      const [profile, notification] = args as [string, RawNotification];
      const { type, mask, previous, current, size } = { ...whole, ...notification };
      return [profile, type, mask, previous, current, size];
    }
    case 'startFlood': {
      const [profile, { changes = 0, threads = 1 }] = args as [string, FloodOptions];
      return [profile, changes, threads];
    }
    default:
      return args;
  }
}

/**
 * Wine on a busy machine has refused to start a 32-bit program, for a reason that Node has no name for, and
 * started the next one (one of some hundreds, 2026-11-27). So there it is asked again, and for that reason alone.
 */
function startProgram(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcessByStdio<Writable, Readable, null> {
  for (let attempt = 1; ; ++attempt) {
    try {
      return spawn(program(bitness), args, { stdio: ['pipe', 'pipe', 'inherit'], env });
    } catch (error) {
      if (!isWine || attempt === 3 || (error as { code?: unknown }).code !== 'UNKNOWN') throw error;
    }
  }
}

/** Starts OUTLOOK.EXE with the stand-in, if it is to have MAPI, and a profile that is open early or late. */
export async function startOutlook(
  options: { readonly profile?: string; readonly late?: boolean; readonly mapi?: boolean } = {},
  env: NodeJS.ProcessEnv = {},
): Promise<OutlookHost> {
  const { profile = 'Work', late = false, mapi = true } = options;
  const dll = mapi ? native(bitness === 'x64' ? 'msmapi32.dll' : 'x86/msmapi32.dll') : '-';
  const args = ['run', dll, profile, late ? 'late' : 'early'];
  const child = startProgram(args, { ...process.env, ...env });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.stdin.on('error', () => undefined); // 'exit' follows
  const lines = createInterface(child.stdout);
  const [first] = (await Promise.race([once(lines, 'line'), exited])) as unknown[];
  assert.equal(first, 'ready', 'the host has started');
  const channel: Channel = {
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
            ? { id: Number(id), value: JSON.parse(what) as unknown }
            : { id: Number(id), error: { name: 'Error', message: what } };
        listener(answer);
      });
    },
  };
  const far = new Remote<FarOutlook>(channel);
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

/** DllRegisterServer or DllUnregisterServer of a DLL, as regsvr32 of its bitness calls it; the HRESULT. */
export function callServer(bitness: Bitness, what: 'register' | 'unregister', dll: string): string {
  const { stdout, error } = spawnSync(program(bitness), [what, dll], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(error, undefined);
  return stdout.trim();
}
