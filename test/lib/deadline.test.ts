import { deadline } from '../../lib/deadline.js';
import type { Inbox } from '../../lib/inbox.js';

/** An inbox whose fences are passed when the test says so. */
function fakeInbox() {
  const fences: (() => void)[] = [];
  const fence = (passed: () => void) => void fences.push(passed);
  return { fences, inbox: { fence } as unknown as Inbox };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

describe('a deadline', () => {
  it('expires when everything that had arrived by then is handed out, and not before', async () => {
    const { fences, inbox } = fakeInbox();
    const expired = jest.fn();
    deadline(inbox, 1, expired);
    await until(() => fences.length === 1);
    expect(expired).not.toHaveBeenCalled();
    fences[0]!();
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('expires at once when there is no memory to look for what has arrived', async () => {
    const expired = jest.fn();
    const fence = jest.fn(() => {
      throw new RangeError('out of memory');
    });
    deadline({ fence } as unknown as Inbox, 1, expired);
    await until(() => fence.mock.calls.length === 1);
    expect(expired).toHaveBeenCalledTimes(1);
  });

  it('does not expire when the answer turns out to have been in the queue', async () => {
    const { fences, inbox } = fakeInbox();
    const expired = jest.fn();
    const cancel = deadline(inbox, 1, expired);
    await until(() => fences.length === 1);
    cancel();
    fences[0]!();
    expect(expired).not.toHaveBeenCalled();
  });
});
