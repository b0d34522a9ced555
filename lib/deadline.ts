import type { Inbox } from './inbox.js';
import { inMilliseconds } from './usersTime.js';

/**
 * Calls `expired` unless it is cancelled within `timeout` milliseconds.
 *
 * The timer alone proves nothing: JavaScript may have been busy for so long that the answer lies in the
 * queue, unread. So everything that has arrived is handed out first. Holds no event loop open.
 */
export function deadline(inbox: Inbox, timeout: number, expired: () => void): () => void {
  let cancelled = false;
  const expire = (): void => {
    if (!cancelled) expired();
  };
  const cancel = inMilliseconds(timeout, () => {
    try {
      inbox.fence(expire);
    } catch {
      expire(); // an answer may lie there, but there is no memory to look
    }
  });
  return () => {
    cancelled = true;
    cancel();
  };
}
