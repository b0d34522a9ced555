import { getHeapCodeStatistics } from 'node:v8';
import type { Checker } from './checker.js';
import type { Invariant } from './invariants.js';

const kibibyte = 1_024;
const mebibyte = kibibyte ** 2;

export interface Sample {
  /** Seconds since the start. */
  readonly at: number;
  readonly rss: number;
  /** What JavaScript holds, less the code that V8 has made: it goes on making it for as long as there is work. */
  readonly heap: number;
}

/** What a series does in a minute, by least squares. */
export function slopePerMinute(
  points: readonly (readonly [seconds: number, bytes: number])[],
): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = mean(points.map(([at]) => at));
  const level = mean(points.map(([, value]) => value));
  const covariance = points.reduce((sum, [at, value]) => sum + (at - middle) * (value - level), 0);
  const variance = points.reduce((sum, [at]) => sum + (at - middle) ** 2, 0);
  return variance === 0 ? 0 : (covariance / variance) * 60;
}

/** How memory may grow: by so many bytes a minute, or by so many over the whole of what was measured. */
export interface Limit {
  readonly perMinute: number;
  /** What is less is noise: of an allocator that keeps what it was given back, of a worker being alive. */
  readonly inAll: number;
}

export const limits = {
  rss: { perMinute: 512 * kibibyte, inAll: 16 * mebibyte },
  heap: { perMinute: 64 * kibibyte, inAll: mebibyte },
} as const satisfies Record<string, Limit>;

export interface Trend {
  readonly slope: number;
  readonly minutes: number;
  readonly isFlat: boolean;
}

export function trendOf(
  samples: readonly Sample[],
  what: Measured,
  { perMinute, inAll }: Limit = limits[what],
): Trend {
  const slope = slopePerMinute(samples.map((sample) => [sample.at, sample[what]] as const));
  const minutes = samples.length < 2 ? 0 : (samples.at(-1)!.at - samples[0]!.at) / 60;
  return { slope, minutes, isFlat: slope <= perMinute || slope * minutes <= inAll };
}

/** One sample; first what nobody needs is collected. */
export function sample(at: number): Sample {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const { code_and_metadata_size, bytecode_and_metadata_size } = getHeapCodeStatistics();
  const code = code_and_metadata_size + bytecode_and_metadata_size;
  return { at, rss, heap: heapUsed + external - code };
}

/** Of fewer than these nobody can tell whether they rise. */
const fewestSamples = 20;

export type Measured = keyof typeof limits;
const invariantOf = { rss: 'memory', heap: 'heap' } as const satisfies Record<Measured, Invariant>;

/** Does not look at a run that was too short for it. */
export function checkMemory(
  samples: readonly Sample[],
  measured: readonly Measured[],
  checker: Checker,
): void {
  if (samples.length < fewestSamples) return;
  for (const what of measured) {
    const { slope, minutes, isFlat } = trendOf(samples, what);
    checker.holds(invariantOf[what], isFlat, () => {
      const grows = (slope / kibibyte).toFixed(0);
      return `${what} grows by ${grows} KiB a minute, seen over ${minutes.toFixed(1)} minutes`;
    });
  }
}
