import { lastValueFrom, of, throwError } from 'rxjs';
import { type ConnectionStatesSummary, mergeConnectionStates } from 'rx-outlook';
import { changes, jsonLine, plainLine } from '../../examples/mail-servers/lines.js';

const time = '2026-01-31T12:00:00.000Z';
const now = Date.parse(time);

function summaryOf(states: Readonly<Record<string, 'online' | 'offline'>>) {
  return lastValueFrom(
    mergeConnectionStates(Object.entries(states).map(([account, state]) => [account, of(state)])),
  );
}

describe('the lines of the demo', () => {
  let before: ConnectionStatesSummary;
  let after: ConnectionStatesSummary;
  beforeAll(async () => {
    before = await summaryOf({ Work: 'online', Home: 'online' });
    after = await summaryOf({ Work: 'offline', Home: 'online' });
  });

  it('are one for each account that changed', () => {
    expect(changes(before, after, now)).toEqual([
      { time, account: 'Work', state: 'offline', overall: 'partial' },
    ]);
    expect(changes(after, after, now)).toEqual([]);
  });

  it('say of the first summary what is known', () => {
    expect(changes(undefined, before, now)).toEqual([
      { time, account: 'Work', state: 'online', overall: 'online' },
      { time, account: 'Home', state: 'online', overall: 'online' },
    ]);
  });

  it('leave out what is not known, of a first summary', async () => {
    const gone$ = throwError(() => new Error('gone'));
    const summary = await lastValueFrom(mergeConnectionStates({ Work: gone$ }));
    expect(changes(undefined, summary, now)).toEqual([]);
    expect(changes(before, summary, now)).toMatchObject([{ account: 'Work', state: 'unknown' }]);
  });

  it('are plain, or JSON with the keys in a fixed order', () => {
    const [change] = changes(before, after, now);
    expect(change && plainLine(change)).toBe(`${time} Work offline (together partial)`);
    expect(change && jsonLine(change)).toBe(
      `{"time":"${time}","account":"Work","state":"offline","overall":"partial"}`,
    );
  });
});
