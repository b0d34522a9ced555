import { checkChange, parseChange } from '../../cli/change.js';
import { rosterOf } from './roster.js';

const roster = rosterOf(['Work', 'Work/Home', 'Club'], {
  Work: ['alice@example.org', ' Bob ', 'Home/x'],
  'Work/Home': ['alice'],
});
const parse = (text: string) => parseChange(text, roster);

describe('a change of an account', () => {
  it.each([
    ['Work/alice@example.org offline', 'Work', 'alice@example.org', 'offline'],
    ['Work/alice@example.org   remove', 'Work', 'alice@example.org', 'remove'],
    ['Work/team of two add', 'Work', 'team of two', 'add'],
    ['Club/alice add', 'Club', 'alice', 'add'],
    ['Work/Home/alice online', 'Work/Home', 'alice', 'online'],
    ['Work/Home/x add', 'Work/Home', 'x', 'add'],
    ['"Work/ Bob " offline', 'Work', ' Bob ', 'offline'],
    ['"Work/\\u00fc" add', 'Work', 'ü', 'add'],
  ])('names it as PROFILE/ACCOUNT: %j', (text, profile, account, action) => {
    expect(parse(text)).toEqual({ targets: [{ profile, account }], action });
  });

  it.each([
    ['Work/bob offline', 'profile "Work" has no account "bob", only "alice@example.org", " Bob "'],
    ['Work/Home/x offline', 'profile "Work/Home" has no account "x", only "alice"'],
    ['Club/bob remove', 'profile "Club" has no account "bob", nor any other one'],
    ['Work/alice@example.org add', 'profile "Work" has an account "alice@example.org" already'],
    ['Work/ add', 'the name "" must not be empty'],
    ['Work/\0 add', 'the name "\\u0000" must not contain NUL'],
    [`Work/${'n'.repeat(257)} add`, 'must not be longer than 256 characters'],
    ['Wrok/bob add', 'there is no profile "Wrok/bob", nor one before a "/" of it, only "Work"'],
    ['Work add', '"Work add" names no account: expected "Work/NAME add"'],
    ['Club remove', '"Club remove" names no account: expected "Club/NAME remove"'],
    ['add', '"add" names no account: expected "Work/NAME add"'],
    ['Work/bob delete', '"Work/bob delete" does not end in "online", "offline", "add" or "remove"'],
  ])('is refused with the mistake: %j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('is checked again where the accounts may have changed since', () => {
    const add = parse('Work/bob add');
    expect(checkChange(add, roster)).toBe(add);
    const later = rosterOf(roster.profiles, { Work: ['bob'] });
    expect(() => checkChange(add, later)).toThrow('has an account "bob" already');
    expect(() => checkChange(parse('Work/alice@example.org offline'), later)).toThrow(
      'profile "Work" has no account "alice@example.org", only "bob"',
    );
  });
});
