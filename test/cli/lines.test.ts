import { performance } from 'node:perf_hooks';
import { firstValueFrom, of, Subject, toArray } from 'rxjs';
import type { ConnectionStatus } from 'rx-outlook';
import { changes$, timed } from '../../cli/changes.js';
import {
  aligned,
  type Change,
  jsonLine,
  localTime,
  nameOf,
  plainLine,
  widthOf,
} from '../../cli/lines.js';

const since = Date.parse('2026-01-31T12:00:00.250Z');
const change: Change = { time: since, profile: 'Work', state: 'online', since };

describe('the lines of the command', () => {
  it('have the time, the profile and the state', () => {
    expect(plainLine(change)).toBe(`${localTime(since)}  Work  online`);
  });

  it('name the backend that answered where that is asked for, as JSON always does', () => {
    const answered = { ...change, backend: 'automation' } as const;
    expect(plainLine(answered)).toBe(plainLine(change));
    expect(plainLine(answered, { showsBackend: true })).toMatch(
      / {2}Work {2}online {3}by automation$/,
    );
    expect(aligned([], true)(answered, 0)).toMatch(/by automation$/);
    expect(plainLine(change, { showsBackend: true })).toBe(plainLine(change));
    expect(JSON.parse(jsonLine(answered))).toMatchObject({ backend: 'automation' });
  });

  it('say how long the state before had lasted, and why one is unknown', () => {
    const before = { state: 'online', held: 83_000 } as const;
    const unknown = { ...change, state: 'unknown', reason: 'not-running', before } as const;
    expect(plainLine(unknown)).toMatch(
      / {2}Work {2}unknown {2}\(not-running\) {2}after 1m23s online$/,
    );
    const soon = { ...change, before: { state: 'offline', held: 600 } } as const;
    expect(plainLine(soon)).toMatch(/online {3}after 600ms offline$/);
  });

  it('say nothing of the state before when only the reason has changed', () => {
    const before = { state: 'unknown', held: 0 } as const;
    const unknown = { ...change, state: 'unknown', reason: 'not-running', before } as const;
    expect(plainLine(unknown)).toMatch(/unknown {2}\(not-running\)$/);
  });

  it('have columns, and names on one line', () => {
    expect(widthOf(['Work', 'Home office'])).toBe(11);
    expect(widthOf([])).toBe(0);
    expect(plainLine(change, { width: 11 })).toMatch(/ {2}Work {9}online$/);
    expect(nameOf('a\nb')).toBe(String.raw`"a\nb"`);
    expect(nameOf('a\u009b2J')).toBe(String.raw`"a\u009b2J"`);
    expect(nameOf('a\u202eb\u{e0001}\x7f')).toBe(String.raw`"a\u202eb\udb40\udc01\u007f"`);
    // England's flag: a black flag and five letters as tags; without its end, or without the flag, tags hide text.
    const england = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
    for (const name of ['Büro "1" 🏠', '👩\u200d💻', 'می\u200cخواهم', england])
      expect(nameOf(name)).toBe(name);
    expect(nameOf(england.slice(0, -2))).toMatch(/^"🏴\\udb40\\udc67/u);
    expect(nameOf(england.slice(2))).toMatch(/^"\\udb40\\udc67/);
  });

  it('show where a name has blanks around it, and what would be taken for a quoted one', () => {
    expect([' Work', 'Work\u3000', '', '"Work"', 'Wo"rk'].map(nameOf)).toEqual([
      '" Work"',
      '"Work\u3000"',
      '',
      String.raw`"\"Work\""`,
      'Wo"rk',
    ]);
  });

  it('have columns as wide as a terminal shows a name', () => {
    const names = ['Work', '東京支社', '한국', '👩\u200d💻', '🫠', 'e\u0301'];
    expect(names.map((name) => widthOf([name]))).toEqual([4, 8, 4, 2, 2, 1]);
    const others = ['🇩🇪', '❤\ufe0f', '1\ufe0f\u20e3', '☎\ufe0f', 'a🇩🇪b'];
    expect(others.map((name) => widthOf([name]))).toEqual([2, 2, 2, 2, 4]);
    const width = widthOf(names);
    const states = names.map((profile) => plainLine({ ...change, profile }, { width }).slice(25));
    expect(states).toEqual([
      'Work      online',
      '東京支社  online',
      '한국      online',
      '👩\u200d💻        online',
      '🫠        online',
      'e\u0301         online',
    ]);
  });

  it('say how many before them were left out', () => {
    expect(plainLine(change, { skipped: 7 })).toMatch(
      /online {3}\(7 changes before it not shown\)$/,
    );
    expect(JSON.parse(jsonLine(change, 7))).toMatchObject({ state: 'online', skipped: 7 });
  });

  it('show the time of the clock on the wall', () => {
    const shown = localTime(since);
    expect(shown).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    expect(new Date(shown).getTime()).toBe(since); // without a zone it is read as local
  });

  it('are JSON with the keys in a fixed order, the reason only where there is one', () => {
    const known = `{"time":"2026-01-31T12:00:00.250Z","profile":"Work","state":"online","since":${since}}`;
    expect(jsonLine({ ...change, before: { state: 'offline', held: 0 } })).toBe(known);
    expect(Object.keys(JSON.parse(jsonLine({ ...change, reason: 'gone' })) as object)).toEqual([
      'time',
      'profile',
      'state',
      'reason',
      'since',
    ]);
  });

  it('name an account behind its profile, and say that it is added, removed or renamed', () => {
    const account = 'alice@example.org';
    expect(plainLine({ ...change, account })).toMatch(/ {2}Work\/alice@example\.org {2}online$/);
    const added = { time: since, profile: 'Work', account, event: 'added' } as const;
    expect(plainLine(added, { skipped: 2 })).toMatch(
      /Work\/alice@example\.org {2}added {4}\(2 changes before it not shown\)$/,
    );
    const renamed = { ...added, event: 'renamed', from: ' al' } as const;
    expect(plainLine(renamed)).toMatch(/ {2}renamed {2}from " al"$/);
    const time = '"time":"2026-01-31T12:00:00.250Z"';
    expect(jsonLine({ ...change, account })).toBe(
      `{${time},"profile":"Work","account":"${account}","state":"online","since":${since}}`,
    );
    expect(jsonLine(added)).toBe(
      `{${time},"profile":"Work","account":"${account}","event":"added"}`,
    );
    expect(jsonLine(renamed, 3)).toBe(
      `{${time},"profile":"Work","account":"${account}","event":"renamed","from":" al","skipped":3}`,
    );
  });

  it('are aligned to the widest name so far', () => {
    const line = aligned(['Home']);
    const shown = (name: string, account?: string): string =>
      line({ ...change, profile: name, account }, 0).slice(25);
    expect([shown('Work'), shown('東京', 'a'), shown('Work')]).toEqual([
      'Work  online',
      '東京/a  online',
      'Work    online',
    ]);
  });

  it('come one for each status, which knows the one before and no older one', async () => {
    const statuses = [
      { state: 'online', since: 1, came: 10 },
      { state: 'offline', since: 2, came: 13 },
      { state: 'unknown', reason: 'gone', since: 3, came: 18 },
    ] as const;
    const changes = await firstValueFrom(
      changes$({ profile: 'Work' }, of(...statuses)).pipe(toArray()),
    );
    expect(changes).toMatchObject([
      { profile: 'Work', state: 'online', since: 1 },
      { profile: 'Work', state: 'offline', since: 2 },
      { profile: 'Work', state: 'unknown', reason: 'gone', since: 3 },
    ]);
    expect(changes.map(({ before }) => before)).toEqual([
      undefined,
      { state: 'online', held: 3, isAtLeast: true },
      { state: 'offline', held: 5, isAtLeast: false },
    ]);
  });

  it('say that a state held at least as long where its beginning was not seen', async () => {
    const states = ['online', 'offline', 'unknown', 'offline', 'online', 'offline'] as const;
    const statuses = states.map((state, i) => ({ state, since: 0, came: 10 * i }));
    const heldAtLeast = async (isNew: boolean): Promise<unknown[]> => {
      const changes = await firstValueFrom(
        changes$({ profile: 'Work' }, of(...statuses), isNew).pipe(toArray()),
      );
      return changes.map(({ before }) => before?.isAtLeast);
    };
    expect(await heldAtLeast(false)).toEqual([undefined, true, false, false, true, false]);
    expect(await heldAtLeast(true)).toEqual([undefined, false, false, false, true, false]);
  });

  it('say how long a state held, though the wall clock was set meanwhile', () => {
    const monotonic = jest.spyOn(performance, 'now');
    const source = new Subject<ConnectionStatus>();
    const told: string[] = [];
    source
      .pipe(timed, (timed$) => changes$({ profile: 'Work' }, timed$))
      .subscribe((one) => {
        told.push(plainLine(one).replace(/^.*Work +/, ''));
      });
    const hour = 3_600_000;
    for (const [now, status] of [
      [1_000, { state: 'unknown', reason: 'gone', since }],
      [2_000.5, { state: 'unknown', reason: 'not-running', since }],
      [4_000, { state: 'online', since: since - hour }],
      [4_700, { state: 'offline', since: since + hour }],
    ] as const) {
      monotonic.mockReturnValue(now);
      source.next(status);
    }
    monotonic.mockRestore();
    expect(told).toEqual([
      'unknown  (gone)',
      'unknown  (not-running)',
      'online   after 3s unknown',
      'offline  after at least 700ms online',
    ]);
  });
});
