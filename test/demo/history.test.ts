import { History, longestStrip, type Mark } from '../../examples/mail-servers/history.js';

const letters = { online: 'n', offline: 'f', dip: 'd', unknown: '?' } as const;
const strip = (cells: readonly Mark[]): string => cells.map((mark) => letters[mark]).join('');

/** The last cells, without the unknown ones before anything was seen. */
const seen = (history: History, now: number): string =>
  strip(history.cells(now)).replace(/^\?+/, '');

describe('the history of an account', () => {
  it('is unknown, for a whole minute back, until something has been seen', () => {
    const history = new History(5_000);
    expect(history.state).toBe('unknown');
    expect(history.since).toBe(5_000);
    expect(strip(history.cells(5_000))).toBe('?'.repeat(longestStrip));
  });

  it('has one cell a second, the second under way last', () => {
    const history = new History(0);
    history.settle('online', 10_000);
    history.settle('offline', 13_000);
    expect(seen(history, 10_000)).toBe('n');
    expect(seen(history, 12_999)).toBe('nnn');
    expect(seen(history, 14_500)).toBe('nnnff');
  });

  it('remembers since when the state holds, and a repetition does not count', () => {
    const history = new History(0);
    history.settle('online', 10_000);
    history.settle('online', 12_000);
    expect(history.since).toBe(10_000);
    history.settle('offline', 13_000);
    expect(history.since).toBe(13_000);
  });

  it('shows what the debounce held back as a dip', () => {
    const history = new History(0);
    history.glimpse('online', 10_000);
    history.settle('online', 10_000);
    history.glimpse('offline', 12_100);
    history.glimpse('online', 12_600);
    expect(history.state).toBe('online');
    expect(seen(history, 13_000)).toBe('nndn');
  });

  it('shows a real outage as a dip until the debounce lets it through', () => {
    const history = new History(0);
    history.glimpse('online', 10_000);
    history.settle('online', 10_000);
    history.glimpse('offline', 12_000);
    history.settle('offline', 14_000);
    history.glimpse('online', 15_000);
    history.settle('online', 15_000);
    expect(seen(history, 16_000)).toBe('nnddfnn');
  });

  it('shows an outage that is over within its second', () => {
    const history = new History(0);
    history.settle('online', 10_000);
    history.settle('offline', 11_100);
    history.settle('online', 11_200);
    expect(seen(history, 12_000)).toBe('nfn');
  });

  it('forgets what is more than a minute ago', () => {
    const history = new History(0);
    for (let second = 10; second < 200; second += 2) {
      history.settle('offline', second * 1_000);
      history.settle('online', second * 1_000 + 1_000);
    }
    expect(strip(history.cells(199_000))).toBe('fn'.repeat(30));
    expect(strip(history.cells(300_000))).toBe('n'.repeat(60));
  });
});
