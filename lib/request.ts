import { publishError } from './channels.js';
import { deadline } from './deadline.js';
import type { OfflineStateError } from './errors.js';
import { callFailed, environmentClosed, notStarted, timedOut } from './failures.js';
import type { Inbox } from './inbox.js';
import type { Answer } from './table.js';

/** Who asks, and how patiently. */
export interface Asker {
  readonly inbox: Inbox;
  readonly profile: string;
  readonly ref: boolean;
  readonly timeout: number;
}

/**
 * One request to the dispatcher: `send` posts it, the promise is settled by its answer: rejected with
 * the HRESULT's error, or with ERR_TIMEOUT, when `late` is told of an answer that comes after all.
 */
export function ask(
  { inbox, profile, ref, timeout }: Asker,
  operation: string,
  send: (request: number) => boolean,
  late: () => void = () => undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = inbox.takeNumber();
    const fail = (error: OfflineStateError): void => {
      publishError(profile, error);
      reject(error);
    };
    try {
      if (!send(request)) {
        fail(environmentClosed(operation, profile));
        return;
      }
    } catch (cause) {
      fail(notStarted(operation, cause, profile));
      return;
    }
    if (ref) inbox.hold();
    const cancel = deadline(inbox, timeout, () => {
      inbox.expect(request, late);
      if (ref) inbox.release();
      fail(timedOut(operation, timeout, profile));
    });
    inbox.expect(request, (answer) => {
      cancel();
      if (ref) inbox.release();
      if (answer.hresult < 0) {
        fail(callFailed(inbox.binary, operation, answer.hresult, profile));
      } else {
        resolve(answer);
      }
    });
  });
}
