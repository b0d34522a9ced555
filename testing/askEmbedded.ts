import { environmentClosed } from '../lib/failures.js';
import type { Inbox } from '../lib/inbox.js';
import type { Answer } from '../lib/table.js';

/** One request to the embedded Outlook. It always comes to an end, so it has no time limit. */
export function askEmbedded(
  inbox: Inbox,
  send: (request: number) => unknown,
  { ref = true }: { readonly ref?: boolean } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = inbox.takeNumber();
    if (send(request) === false) {
      reject(environmentClosed('settled', 'all'));
      return;
    }
    if (ref) inbox.hold();
    // Its record is handed out in a later turn of the loop.
    inbox.expect(request, (answer) => {
      if (ref) inbox.release();
      resolve(answer);
    });
  });
}
