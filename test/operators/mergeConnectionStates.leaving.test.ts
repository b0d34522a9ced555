import { isDeepStrictEqual } from 'node:util';
import { serialize } from 'node:v8';
import { map, NEVER, type Observable, of, throwError } from 'rxjs';
import {
  type ConnectionStatesSummary,
  mergeConnectionStates,
  OfflineStateError,
} from 'rx-outlook/operators';

/** The last summary of accounts that say all while they are subscribed. */
function merged<K>(
  accounts: Iterable<readonly [K, Observable<'online' | 'offline'>]>,
): ConnectionStatesSummary<K> {
  let last!: ConnectionStatesSummary<K>;
  mergeConnectionStates(accounts).subscribe((summary) => {
    last = summary;
  });
  return last;
}

const lost = new OfflineStateError('gone', {
  code: 'ERR_OFFLINE_OBJECT_GONE',
  operation: 'Notify',
  profile: 'Home',
});
const failing = (error: unknown) => throwError(() => error);

describe('a summary that leaves the process', () => {
  const summary = merged([
    ['work', of('online' as const)],
    ['home', failing(lost)],
    ['other', failing(new RangeError('out of range'))],
    ['odd', failing('a string')],
    ['__proto__', of('offline' as const)],
  ]);

  it('has its states and errors by account in JSON', () => {
    expect(JSON.parse(JSON.stringify({ event: 'merged', summary }))).toEqual({
      event: 'merged',
      summary: {
        states: JSON.parse(
          '{"work":"online","home":"unknown","other":"unknown","odd":"unknown","__proto__":"offline"}',
        ) as unknown,
        errors: {
          home: {
            name: 'OfflineStateError',
            code: 'ERR_OFFLINE_OBJECT_GONE',
            operation: 'Notify',
            profile: 'Home',
            message: 'gone',
          },
          other: { name: 'RangeError', message: 'out of range' },
          odd: 'a string',
        },
        online: 1,
        offline: 1,
        unknown: 3,
        total: 5,
        overall: 'partial',
      },
    });
  });

  it('has a list of pairs where a name is no string, of which a Map can be made', () => {
    const numbered = merged<unknown>([
      [1, of('online' as const)],
      ['1', of('offline' as const)],
      [{ id: 2 }, NEVER],
    ]);
    const { states } = JSON.parse(JSON.stringify(numbered)) as { states: [unknown, string][] };
    expect(states).toEqual([
      [1, 'online'],
      ['1', 'offline'],
      [{ id: 2 }, 'unknown'],
    ]);
    expect(new Map(states).get(1)).toBe('online');
    expect(JSON.stringify(merged([]).states)).toBe('{}');
  });

  it('has in JSON what it was when it was made, though later ones were', () => {
    const all: ConnectionStatesSummary[] = [];
    const flapping = of('online', 'offline', 'online').pipe(map((state) => state as 'online'));
    mergeConnectionStates({ work: flapping, home: of('offline' as const) })
      .subscribe((one) => all.push(one))
      .unsubscribe();
    expect(all.map(({ states }) => JSON.stringify(states))).toEqual([
      '{"work":"online","home":"offline"}',
    ]);
  });

  it.each([
    ['structuredClone', (value: unknown) => structuredClone(value)],
    ['postMessage', (value: unknown) => new MessageChannel().port1.postMessage(value)],
    ['a channel to a child process', (value: unknown) => serialize(value)],
  ])('is refused by %s, and does not lose its states without a word', (_, send) => {
    expect(() => send(summary)).toThrow(/^function toJSON\(\).* could not be cloned\.$/s);
    const { states, errors, ...rest } = summary;
    send({ ...rest, states: new Map(states), errors: new Map(errors) });
    send(JSON.parse(JSON.stringify(summary)));
  });
});

describe('the maps of a summary', () => {
  const { states } = merged([
    ['work', of('online' as const)],
    ['home', NEVER],
  ]);
  const equal = new Map([
    ['work', 'online'],
    ['home', 'unknown'],
  ]);

  it('equal a Map of the same content, either way, and no other', () => {
    expect(states).toEqual(equal);
    expect(equal).toEqual(states);
    expect({ states }).toStrictEqual({ states: equal });
    expect(states).toEqual(
      merged(
        [...equal.keys()].map((name) => [name, name === 'work' ? of('online' as const) : NEVER]),
      ).states,
    );
    expect(states).not.toEqual(new Map([...equal, ['home', 'online']]));
    expect(states).not.toEqual(new Map([['work', 'online']]));
    expect(states).not.toEqual(new Map([...equal, ['more', 'online']]));
    expect(states).not.toEqual({ work: 'online', home: 'unknown' });
  });

  it('are no Map to node:assert, for which one is to be made', () => {
    expect(isDeepStrictEqual(states, equal)).toBe(false);
    expect(isDeepStrictEqual(new Map(states), equal)).toBe(true);
  });
});
