import { deadline } from '../../lib/deadline.js';
import type { Inbox } from '../../lib/inbox.js';
import { ReadingLimit } from '../../lib/readingLimit.js';

jest.mock('../../lib/deadline.js');
const cancel = jest.fn();
const armed = jest.mocked(deadline).mockReturnValue(cancel);

const timeout = 30_000;

const inbox = jest.fn() as unknown as Inbox;

function makeLimit() {
  let done = 0;
  const expired = jest.fn();
  const limit = new ReadingLimit(inbox, timeout, (number) => number <= done, expired);
  return { limit, expired, finish: (number: number) => void (done = number) };
}

/** The time that the latest deadline was given passes. */
function pass(): void {
  armed.mock.lastCall![2]();
}

describe('the time limit of readings', () => {
  beforeEach(() => {
    armed.mockClear();
    cancel.mockClear();
  });

  it('expires when a reading is not over in time', () => {
    const { limit, expired } = makeLimit();
    limit.due(1);
    expect(armed.mock.lastCall![1]).toBe(timeout);
    expect(expired).not.toHaveBeenCalled();
    pass();
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('needs one timer for any number of readings, and none when they are over', () => {
    const { limit, expired, finish } = makeLimit();
    for (let number = 1; number <= 1_000; ++number) {
      limit.due(number);
      finish(number);
    }
    pass();
    expect(armed).toHaveBeenCalledTimes(1);
    expect(expired).not.toHaveBeenCalled();
  });

  it('gives a later reading its own time', () => {
    const { limit, expired, finish } = makeLimit();
    limit.due(1);
    finish(1);
    limit.due(2);
    pass();
    expect(armed).toHaveBeenCalledTimes(2);
    // What is left of it, since it began a moment ago.
    expect(armed.mock.lastCall![1]).toBeGreaterThan(1);
    expect(armed.mock.lastCall![1]).toBeLessThanOrEqual(timeout);
    expect(expired).not.toHaveBeenCalled();
    pass();
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('watches the older of two that are open', () => {
    const { limit, expired, finish } = makeLimit();
    limit.due(1);
    limit.due(2);
    limit.due(3);
    finish(1);
    pass(); // 2 hangs, 3 waits behind it
    expect(armed).toHaveBeenCalledTimes(2);
    finish(1);
    pass();
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('watches again after a time without readings, until its end', () => {
    const { limit, finish } = makeLimit();
    limit.cancel();
    limit.due(1);
    finish(1);
    pass();
    limit.due(2);
    expect(armed).toHaveBeenCalledTimes(2);
    expect(cancel).not.toHaveBeenCalled();
    limit.cancel();
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});
