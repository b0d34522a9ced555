import { Journal } from './journal.js';
import { optionsOf } from './options.js';
import { Random } from './random.js';

describe('the choices', () => {
  const many = <T>(choose: () => T): T[] => Array.from({ length: 1_000 }, choose);

  it('are those of the seed', () => {
    const [one, same, other] = [new Random(7), new Random(7), new Random(8)];
    const numbers = many(() => one.next());
    expect(many(() => same.next())).toEqual(numbers);
    expect(many(() => other.next())).not.toEqual(numbers);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
  });

  it('of one name are not those of another, and cost nobody anything', () => {
    const [one, same] = [new Random(7), new Random(7)];
    const bridge = one.fork('bridge');
    expect(many(() => bridge.next())).not.toEqual(many(() => one.fork('embedded').next()));
    expect(one.next()).toBe(same.next());
    expect(one.fork('bridge').next()).toBe(same.fork('bridge').next());
  });

  it('are any of those there are, as often as their weight says', () => {
    const random = new Random(7);
    expect([...new Set(many(() => random.between(3, 5)))].sort()).toEqual([3, 4, 5]);
    expect(random.some([1, 2, 3], 5).sort()).toEqual([1, 2, 3]);
    expect(random.some(new Set([1, 2, 3]), 2)).toHaveLength(2);
    const weighed = many(() => random.weighed([{ weight: 1 }, { weight: 9 }]).weight);
    expect(weighed.filter((weight) => weight === 9).length).toBeGreaterThan(800);
    expect(new Set(weighed).size).toBe(2);
  });
});

describe('the journal', () => {
  it('keeps the last hundred, the oldest first', () => {
    const journal = new Journal();
    expect(journal.last()).toEqual([]);
    for (let i = 1; i <= 142; ++i) journal.note('bridge', `the ${i}th`);
    const last = journal.last();
    expect(last).toHaveLength(100);
    expect(last[0]).toMatch(/^ +\d+\.\d{3} bridge: the 43th$/);
    expect(last.at(-1)).toMatch(/bridge: the 142th$/);
  });
});

describe('the options', () => {
  const seed = () => 42;

  it('are two minutes and a seed of its own, or what is asked for', () => {
    expect(optionsOf([], seed)).toEqual({ minutes: 2, seed: 42 });
    expect(optionsOf(['--minutes', '0.5', '--seed', '7'], seed)).toEqual({ minutes: 0.5, seed: 7 });
    expect(optionsOf(['--help'], seed)).toBeUndefined();
  });

  it.each([
    ['--minutes', '0'],
    ['--minutes', 'two'],
    ['--seed', '-1'],
    ['--seed', '1.5'],
    ['--seed', ''],
    ['--speed', '7'],
  ])('make no sense as %s %s', (name, value) => {
    expect(() => optionsOf([`${name}=${value}`], seed)).toThrow(name);
  });
});
