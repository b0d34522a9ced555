import { clearTimeout, setTimeout } from 'node:timers';
import type { Inbox } from './inbox.js';

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
  const timer = setTimeout(() => {
    try {
      inbox.fence(expire);
    } catch {
      expire(); // an answer may lie there, but there is no memory to look
    }
  }, timeout);
  timer.unref();
  return () => {
    cancelled = true;
    clearTimeout(timer);
  };
}
