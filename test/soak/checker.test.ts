import { Checker } from './checker.js';
import { invariants } from './invariants.js';
import { invariantTable, tally } from './report.js';

describe('the checker', () => {
  it('counts how often it looked, and tells of what is broken where it is found', () => {
    const found: string[] = [];
    const checker = new Checker((what) => found.push(what));
    const never = jest.fn();
    checker.holds('silence', true, never);
    checker.equal('pairs', [3, 3], [3, 3], never);
    expect([checker.isBroken, found, checker.times]).toEqual([false, [], 2]);
    expect(never).not.toHaveBeenCalled();

    checker.equal('pairs', [3, 2], [3, 3], () => 'embedded Work');
    expect(found).toEqual([`${invariants.pairs}: embedded Work: is [3,2], must be [3,3]`]);
    expect([checker.isBroken, checker.times]).toEqual([true, 3]);
  });

  it('has a row for each invariant, and each is a test', () => {
    const checker = new Checker(() => undefined);
    checker.holds('silence', true, () => '');
    checker.holds('pace', false, () => 'it stood still');
    const results = checker.results();
    const all = Object.keys(invariants).length;
    expect(results.map(({ invariant }) => invariant)).toEqual(Object.keys(invariants));
    expect(tally(results)).toEqual({
      line: `1 passed, 1 failed, ${all - 2} skipped`,
      failed: 1,
    });
    const table = invariantTable(results).split('\n');
    expect(table).toContain(`BROKEN  ${invariants.pace}`);
    expect(table).toContain('    it stood still');
    expect(table).toContain(`     1  ${invariants.silence}`);
    expect(table).toContain(` never  ${invariants.hosts}`);
  });

  it('keeps the first violations of many', () => {
    const found = jest.fn();
    const checker = new Checker(found);
    for (let i = 0; i < 100; ++i) checker.holds('silence', false, () => `the ${i}th`);
    const { times, violations } = checker.results().find((one) => one.times > 0)!;
    expect([times, violations.length, violations[0]]).toEqual([100, 10, 'the 0th']);
    expect(found).toHaveBeenCalledTimes(10);
  });
});
