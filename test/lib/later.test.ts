import { later } from '../../lib/later.js';

describe('later', () => {
  it('is a fifth more or less than what was asked for, and holds no loop open', async () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    const random = jest.spyOn(Math, 'random');
    for (const [value, delay] of [
      [0, 8],
      [0.5, 10],
      [1, 12],
    ] as const) {
      random.mockReturnValue(value);
      await new Promise<void>((resolve) => later(10, resolve));
      expect(set.mock.lastCall?.[1]).toBeCloseTo(delay);
      expect((set.mock.results.at(-1)?.value as NodeJS.Timeout).hasRef()).toBe(false);
    }
    jest.restoreAllMocks();
  });

  it('is not at all when it is cancelled', async () => {
    const due = jest.fn();
    later(1, due)();
    await new Promise((resolve) => setTimeout(resolve, 3));
    expect(due).not.toHaveBeenCalled();
  });
});
