import { firstValueFrom, of, toArray } from 'rxjs';
import { changes$ } from '../../cli/changes.js';
import { type Change, jsonLine, localTime, nameOf, plainLine, widthOf } from '../../cli/lines.js';

const since = Date.parse('2026-01-31T12:00:00.250Z');
const change: Change = { time: since, profile: 'Work', state: 'online', since };

describe('the lines of the command', () => {
  it('have the time, the profile and the state', () => {
    expect(plainLine(change)).toBe(`${localTime(since)}  Work  online`);
  });

  it('say how long the state before had lasted, and why one is unknown', () => {
    const before = { state: 'online', since: since - 83_000 } as const;
    const unknown = { ...change, state: 'unknown', reason: 'not-running', before } as const;
    expect(plainLine(unknown)).toMatch(
      / {2}Work {2}unknown {2}\(not-running\) {2}after 1m23s online$/,
    );
    const soon = { ...change, before: { state: 'offline', since: since - 600 } } as const;
    expect(plainLine(soon)).toMatch(/online {3}after 600ms offline$/);
  });

  it('say nothing of the state before when only the reason has changed', () => {
    const before = { state: 'unknown', reason: 'gone', since } as const;
    const unknown = { ...change, state: 'unknown', reason: 'not-running', before } as const;
    expect(plainLine(unknown)).toMatch(/unknown {2}\(not-running\)$/);
  });

  it('never call a time negative, when the clock was set back', () => {
    const before = { state: 'offline', since: since + 5_000 } as const;
    expect(plainLine({ ...change, before })).toMatch(/after 0ms offline$/);
  });

  it('have columns, and names on one line', () => {
    expect(widthOf(['Work', 'Home office'])).toBe(11);
    expect(widthOf([])).toBe(0);
    expect(plainLine(change, 11)).toMatch(/ {2}Work {9}online$/);
    expect(nameOf('a\nb')).toBe(String.raw`"a\nb"`);
    expect(nameOf('a\u009b2J')).toBe(String.raw`"a\u009b2J"`);
    expect(nameOf('a\u202eb\u{e0001}\x7f')).toBe(String.raw`"a\u202eb\udb40\udc01\u007f"`);
    for (const name of ['Büro "1" 🏠', '👩\u200d💻', 'می\u200cخواهم'])
      expect(nameOf(name)).toBe(name);
  });

  it('show the time of the clock on the wall', () => {
    const shown = localTime(since);
    expect(shown).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    expect(new Date(shown).getTime()).toBe(since); // without a zone it is read as local
  });

  it('are JSON with the keys in a fixed order, the reason only where there is one', () => {
    const known = `{"time":"2026-01-31T12:00:00.250Z","profile":"Work","state":"online","since":${since}}`;
    expect(jsonLine({ ...change, before: { state: 'offline', since } })).toBe(known);
    expect(Object.keys(JSON.parse(jsonLine({ ...change, reason: 'gone' })) as object)).toEqual([
      'time',
      'profile',
      'state',
      'reason',
      'since',
    ]);
  });

  it('come one for each status, which knows the one before and no older one', async () => {
    const statuses = [
      { state: 'online', since: 1 },
      { state: 'offline', since: 2 },
      { state: 'unknown', reason: 'gone', since: 3 },
    ] as const;
    const changes = await firstValueFrom(changes$('Work', of(...statuses)).pipe(toArray()));
    expect(changes).toMatchObject(statuses.map((status) => ({ ...status, profile: 'Work' })));
    expect(changes.map(({ before }) => before)).toEqual([undefined, statuses[0], statuses[1]]);
  });
});
