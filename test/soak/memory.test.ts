import { Checker } from './checker.js';
import { checkMemory, limits, sample, slopePerMinute, trendOf, type Sample } from './memory.js';
import { memoryTable } from './report.js';

const mebibyte = 2 ** 20;

/** One sample a second, of a level, a slope a minute, and noise that is none of either. */
function series(minutes: number, perMinute: number, noise = 0): Sample[] {
  return Array.from({ length: minutes * 60 }, (_, at) => {
    const bytes = 100 * mebibyte + (perMinute * at) / 60 + (at % 2 === 0 ? noise : -noise);
    return { at, rss: bytes, heap: bytes };
  });
}

describe('the trend of memory', () => {
  it('is that of a line, whatever the noise', () => {
    const points = series(10, 600).map(({ at, rss }) => [at, rss] as const);
    expect(slopePerMinute(points)).toBeCloseTo(600);
    expect(trendOf(series(10, mebibyte, 20 * mebibyte), 'rss').slope / mebibyte).toBeCloseTo(1, 0);
    expect(slopePerMinute([])).toBe(0);
    expect(slopePerMinute([[5, 100]])).toBe(0);
  });

  it('is flat below the limit of a minute, and below what is noise in all', () => {
    const { perMinute, inAll } = limits.rss;
    expect(trendOf(series(60, perMinute * 0.9), 'rss').isFlat).toBe(true);
    expect(trendOf(series(1, inAll), 'rss').isFlat).toBe(true);
    expect(trendOf(series(30, perMinute * 1.1), 'rss').isFlat).toBe(false);
    expect(trendOf(series(2, inAll), 'rss').isFlat).toBe(false);
    expect(trendOf(series(30, -mebibyte), 'rss').isFlat).toBe(true);
  });

  it('is told of where it is not', () => {
    const found: string[] = [];
    const checker = new Checker((what) => found.push(what));
    checkMemory(series(30, 2 * mebibyte), ['rss', 'heap'], checker);
    expect(found).toEqual([
      expect.stringContaining('rss grows by 2048 KiB a minute, seen over 30.0 minutes'),
      expect.stringContaining('heap grows by 2048 KiB a minute'),
    ]);
    expect(memoryTable(series(30, 2 * mebibyte))).toMatch(
      /^RSS: 2048\.0 KiB a minute over 30\.0 minutes \(1800 samples.*\nheap: /,
    );
    expect(memoryTable([])).toContain('(0 samples');
  });

  it('is not looked at where there are too few samples to have one', () => {
    const checker = new Checker(() => undefined);
    const timesOf = (samples: readonly Sample[]): number => {
      checkMemory(samples, ['rss', 'heap'], checker);
      return checker.times;
    };
    expect(timesOf(series(1, 0).slice(0, 19))).toBe(0);
    expect(timesOf(series(1, 0).slice(0, 20))).toBe(2);
  });

  it('is looked at for what was asked for alone', () => {
    const found: string[] = [];
    const checker = new Checker((what) => found.push(what));
    checkMemory(series(30, 2 * mebibyte), ['heap'], checker);
    expect(found).toEqual([expect.stringContaining('heap grows by 2048 KiB a minute')]);
  });

  it('is made of what the process has', () => {
    const { at, rss, heap } = sample(7);
    expect(at).toBe(7);
    expect(rss).toBeGreaterThan(heap);
    expect(heap).toBeGreaterThan(mebibyte);
  });
});
