import type { Checked } from './checker.js';
import { invariants } from './invariants.js';
import { type Load, loadTitles } from './load.js';
import { limits, type Sample, trendOf } from './memory.js';

const grouped = new Intl.NumberFormat('en-US');
const mebibyte = 2 ** 20;

function minutesAndSeconds(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function table(rows: readonly (readonly [figure: string, what: string])[]): string {
  const width = Math.max(...rows.map(([figure]) => figure.length));
  return rows.map(([figure, what]) => `${figure.padStart(width)}  ${what}`).join('\n');
}

/** One line, now and then. */
export function progressLine(load: Load, checks: number, { at, rss, heap }: Sample): string {
  const figures = [
    `${grouped.format(load.subscriptions)} subscriptions`,
    `${grouped.format(load.changes)} changes`,
    `${grouped.format(load.notifications)} notifications`,
    `${grouped.format(load.failures)} failures`,
    `${grouped.format(load.workers)} workers`,
    `${grouped.format(load.hosts)} hosts`,
    `${grouped.format(checks)} checks`,
    `RSS ${(rss / mebibyte).toFixed(1)} and heap ${(heap / mebibyte).toFixed(2)} MiB`,
  ];
  return `${minutesAndSeconds(at).padStart(6)}  ${figures.join(', ')}`;
}

export function loadTable(load: Load): string {
  return table(
    (Object.keys(loadTitles) as (keyof Load)[]).map((key) => [
      grouped.format(load[key]),
      loadTitles[key],
    ]),
  );
}

export function memoryTable(samples: readonly Sample[]): string {
  const mebibytes = (bytes: number): string => `${(bytes / mebibyte).toFixed(1)} MiB`;
  return (['rss', 'heap'] as const)
    .map((what) => {
      const { slope, minutes } = trendOf(samples, what);
      const { perMinute, inAll } = limits[what];
      const values = samples.map((sample) => sample[what]);
      const [least, most] =
        values.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];
      return (
        `${what === 'rss' ? 'RSS' : 'heap'}: ${(slope / 1_024).toFixed(1)} KiB a minute over ` +
        `${minutes.toFixed(1)} minutes (${samples.length} samples, each after a garbage collection, ` +
        `${mebibytes(least)} to ${mebibytes(most)}); limit ${(perMinute / 1_024).toFixed(0)} KiB a minute, ` +
        `or ${mebibytes(inAll)} in all`
      );
    })
    .join('\n');
}

export function invariantTable(results: readonly Checked[]): string {
  const verdict = ({ times, violations }: Checked): string => {
    if (violations.length > 0) return 'BROKEN';
    return times === 0 ? 'never' : grouped.format(times);
  };
  return table(
    results.map((one): [string, string] => [
      verdict(one),
      [invariants[one.invariant], ...one.violations.map((what) => `    ${what}`)].join('\n'),
    ]),
  );
}

/** Each invariant is a test: broken, looked at, or not looked at. */
export function tally(results: readonly Checked[]): { line: string; failed: number } {
  const failed = results.filter(({ violations }) => violations.length > 0).length;
  const skipped = results.filter(
    ({ times, violations }) => times === 0 && violations.length === 0,
  ).length;
  const passed = results.length - failed - skipped;
  return { line: `${passed} passed, ${failed} failed, ${skipped} skipped`, failed };
}

/** What a run has come to, as tables. */
export function summary(
  load: Load,
  samples: readonly Sample[],
  results: readonly Checked[],
): string {
  return [
    `Load\n${loadTable(load)}`,
    `Memory\n${memoryTable(samples)}`,
    `Invariants, and how often each was looked at\n${invariantTable(results)}`,
  ].join('\n\n');
}
