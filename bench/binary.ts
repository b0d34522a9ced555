/** The benchmark's binary: the addon with its rivals beside it. Imported before anything else. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setEnvironmentData } from 'node:worker_threads';

export interface Pinger {
  /** Calls Notify, or the bare thread-safe function, once JavaScript sleeps. */
  ping(bare: boolean): void;
  /** Nanoseconds since that call. */
  elapsed(): number;
  stop(): void;
}

export interface Rivals {
  objectFlood(callback: (change: unknown) => void, count: number): void;
  adviseLoop(profile: string, count: number): number;
  pacedFlood(profile: string, perSecond: number, seconds: number): number;
  makePinger(profile: string, callback: () => void): Pinger;
  socketLoop(count: number): number;
  timedNotify(profile: string, count: number): number;
  allocatedBytes(): number;
}

const path = fileURLToPath(new URL('../../build/bench/Release/rx-outlook.node', import.meta.url));
const require = createRequire(import.meta.url);

const binary = require(path) as { abi: number; rivals: Rivals };
// Where a worker finds its parent's binary, rx-outlook finds this one.
setEnvironmentData(`rx-outlook.binary.${String(binary.abi)}`, path);
export const { rivals } = binary;

/** Fails when rx-outlook has loaded another binary after all: then nothing would be compared. */
export function checkBinary(): void {
  const loaded = Object.keys(require.cache).filter((file) => file.endsWith('.node'));
  if (loaded.length !== 1) throw new Error(`more than one binary is loaded: ${loaded.join(', ')}`);
}
