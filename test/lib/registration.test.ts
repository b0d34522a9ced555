import { connectionState$ } from 'rx-outlook';
import { deadline } from '../../lib/deadline.js';
import { environment } from '../../lib/environment.js';
import { Lease } from '../../lib/lease.js';
import type { Receiver } from '../../lib/table.js';

jest.mock('../../lib/deadline.js');

/** A subscription whose records the test hands out itself. */
function subscribe() {
  const inbox = environment();
  let receiver: Receiver | undefined;
  jest.spyOn(inbox, 'register').mockImplementation((_backend, _profile, one) => {
    receiver = one;
    return new Lease(inbox, 0, one);
  });
  jest.spyOn(inbox, 'unregister').mockImplementation();
  const states: string[] = [];
  const subscription = connectionState$('Work', { backend: 'embedded' }).subscribe((state) =>
    states.push(state),
  );
  return { receiver: receiver!, states, subscription };
}

describe('the time limit of a subscription', () => {
  const cancel = jest.fn();
  const armed = jest.mocked(deadline);
  beforeEach(() => {
    armed.mockReset().mockReturnValue(cancel);
    cancel.mockReset();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('runs from when the binary was asked until the snapshot', () => {
    const { receiver, states, subscription } = subscribe();
    expect(armed).not.toHaveBeenCalled();
    receiver.begun();
    expect(armed).toHaveBeenCalledTimes(1);
    expect(cancel).not.toHaveBeenCalled();
    receiver.state(2, 0);
    receiver.state(1, 0);
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(states).toEqual(['online', 'offline']);
    subscription.unsubscribe();
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it('does not run when the snapshot was there first', () => {
    const { receiver, states, subscription } = subscribe();
    receiver.state(2, 0);
    receiver.begun();
    expect(armed).not.toHaveBeenCalled();
    expect(states).toEqual(['online']);
    subscription.unsubscribe();
  });

  it('ends with the subscription', () => {
    const { receiver, subscription } = subscribe();
    receiver.begun();
    subscription.unsubscribe();
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});
