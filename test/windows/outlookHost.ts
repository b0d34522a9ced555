import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { FarSide, Request } from '../contract/controlServer.js';
import type { FloodOptions, RawNotification } from 'rx-outlook/testing';
import {
  type Bitness,
  bitness,
  type LineProgram,
  program,
  startLineProgram,
} from './lineProgram.js';
import { native } from './place.js';
import type { MapiUse } from './standIn.js';

export { bitness, type Bitness } from './lineProgram.js';

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

export type OutlookHost = LineProgram<FarOutlook>;

const host = (bitness: Bitness): string => program(bitness, 'OUTLOOK.exe');

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

/** Starts OUTLOOK.EXE with the stand-in, if it is to have MAPI, and a profile that is open early or late. */
export function startOutlook(
  options: { readonly profile?: string; readonly late?: boolean; readonly mapi?: boolean } = {},
  env: NodeJS.ProcessEnv = {},
): Promise<OutlookHost> {
  const { profile = 'Work', late = false, mapi = true } = options;
  const dll = mapi ? native(bitness === 'x64' ? 'msmapi32.dll' : 'x86/msmapi32.dll') : '-';
  const args = ['run', dll, profile, late ? 'late' : 'early'];
  const valueOf = (text: string): unknown => JSON.parse(text);
  return startLineProgram(host(bitness), args, { fieldsOf, valueOf }, env);
}

/** DllRegisterServer or DllUnregisterServer of a DLL, as regsvr32 of its bitness calls it; the HRESULT. */
export function callServer(bitness: Bitness, what: 'register' | 'unregister', dll: string): string {
  const { stdout, error } = spawnSync(host(bitness), [what, dll], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(error, undefined);
  return stdout.trim();
}
