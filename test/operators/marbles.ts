import { config } from 'rxjs';
import { type RunHelpers, TestScheduler } from 'rxjs/testing';

/** n: online, f: offline, u: unknown. */
export const states = { n: 'online', f: 'offline', u: 'unknown' } as const;

export type StateMarble = (typeof states)[keyof typeof states];

/** Runs marbles in the TestScheduler's run mode: a character is a millisecond, spaces do not count. */
export function marbles(body: (helpers: RunHelpers, scheduler: TestScheduler) => void): void {
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  scheduler.run((helpers) => {
    body(helpers, scheduler);
  });
}

/** What RxJS reports because a subscriber threw, while `body` runs and the timers it left. */
export function unhandledErrors(body: () => void): unknown[] {
  const errors: unknown[] = [];
  jest.useFakeTimers();
  config.onUnhandledError = (error) => errors.push(error);
  try {
    body();
    jest.runAllTimers();
  } finally {
    config.onUnhandledError = null;
    jest.useRealTimers();
  }
  return errors;
}

/** A TypeError about that argument, which says what it must be. */
export function expectRefusal(thrown: unknown, code: string, argument: string): void {
  expect(thrown).toBeInstanceOf(TypeError);
  expect(thrown).toMatchObject({ code });
  const { message } = thrown as TypeError;
  const start = `The "${argument}" argument `;
  expect(message.slice(0, start.length)).toBe(start);
  expect(message.slice(start.length)).toMatch(/^(must be [^ .]|(?!must be )[a-z]).*\. Received /s);
}
