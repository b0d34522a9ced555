import { fullName, keyOf, listed, parseName } from '../../cli/named.js';

const profiles = ['Work', 'Work/Home', 'Work/Home office', '/'];

describe('the name of a profile or account', () => {
  it.each([
    ['Work', { profile: 'Work' }],
    ['Work/alice@example.org', { profile: 'Work', account: 'alice@example.org' }],
    ['Work/', { profile: 'Work', account: '' }],
    ['Work/Home', { profile: 'Work/Home' }],
    ['Work/Home/a/b', { profile: 'Work/Home', account: 'a/b' }],
    ['Work/Home office', { profile: 'Work/Home office' }],
    ['Work/Home offices', { profile: 'Work', account: 'Home offices' }],
    ['//a', { profile: '/', account: 'a' }],
    ['work/alice', undefined],
    ['Wo/alice', undefined],
    ['alice', undefined],
  ])('is divided behind the longest profile that it begins with: %j', (text, named) => {
    expect(parseName(text, profiles)).toEqual(named);
    if (named !== undefined) expect(fullName(named)).toBe(text);
  });

  it('has a key of its own, whatever the names', () => {
    const account = { profile: 'Work', account: 'Home' };
    expect(keyOf(account)).not.toBe(keyOf({ profile: fullName(account) }));
    expect(keyOf({ ...account })).toBe(keyOf(account));
  });

  it('is one of a list that says how many it leaves out', () => {
    expect(listed(['a', 'b"'])).toBe(String.raw`"a", "b\""`);
    expect(listed(['a', 'b', 'c'], 2)).toBe('"a", "b" and 1 more');
  });
});
