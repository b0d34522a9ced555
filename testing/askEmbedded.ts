import { environmentClosed } from '../lib/failures.js';
import type { Inbox } from '../lib/inbox.js';
import type { Answer } from '../lib/table.js';

/** Makes one request of the embedded Outlook, without a time limit: it always answers. */
export function askEmbedded(
  inbox: Inbox,
  send: (request: number) => unknown,
  { ref = true }: { readonly ref?: boolean } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = inbox.takeNumber();
    if (send(request) === false) {
      reject(environmentClosed('settled'));
      return;
    }
    if (ref) inbox.hold();
    // The answer's record is delivered in a later turn of the event loop.
    inbox.expect(request, (answer) => {
      if (ref) inbox.release();
      resolve(answer);
    });
  });
}
