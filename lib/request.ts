import type { Access } from './arguments.js';
import { type Backend, backendName, chooseBackend } from './backend.js';
import { publishError } from './channels.js';
import { deadline } from './deadline.js';
import { environment } from './environment.js';
import type { OfflineStateError } from './errors.js';
import { callFailed, environmentClosed, notStarted, timedOut } from './failures.js';
import type { Inbox } from './inbox.js';
import type { Answer } from './table.js';
import { namesOf, noTarget, type Target } from './target.js';

/** The environment, backend and options of a request. */
export interface Asker extends Target {
  readonly inbox: Inbox;
  readonly backend: Backend;
  readonly ref: boolean;
  readonly timeout: number;
  /** Publishes no failures; the caller does. */
  readonly quiet?: boolean;
}

/** Makes the asker for requests about `target`. `name` returns the backend's name. */
export function askerFor(
  { backend, ref, timeout }: Access,
  target: Target = noTarget,
  name = () => backendName(backend),
): Asker {
  try {
    const named = name();
    const inbox = environment();
    const chosen = chooseBackend(named, inbox.binary.backends);
    return { inbox, backend: chosen, ...namesOf(target), ref, timeout };
  } catch (error) {
    publishError(target, error);
    throw error;
  }
}

/**
 * Makes one request of the dispatcher: `send` posts it. The promise settles with its answer: it rejects
 * with the HRESULT's error, or with ERR_TIMEOUT; `late` is called for an answer after that.
 */
export function ask(
  { inbox, backend, profile, account, ref, timeout, quiet = false }: Asker,
  operation: string,
  send: (request: number) => boolean,
  late: () => void = () => undefined,
): Promise<Answer> {
  const target = namesOf({ profile, account });
  return new Promise((resolve, reject) => {
    const request = inbox.takeNumber();
    const fail = (error: OfflineStateError): void => {
      if (!quiet) publishError(target, error);
      reject(error);
    };
    try {
      inbox.tellSurroundings();
      if (!send(request)) {
        fail(environmentClosed(operation, target));
        return;
      }
    } catch (cause) {
      fail(notStarted(operation, cause, target));
      return;
    }
    if (ref) inbox.hold();
    const cancel = deadline(inbox, timeout, () => {
      inbox.expect(request, () => {
        late();
        inbox.takeExplanation(backend.index, request); // the promise no longer takes it
      });
      if (ref) inbox.release();
      fail(timedOut(operation, timeout, target));
    });
    const { binary } = inbox;
    inbox.expect(request, (answer) => {
      cancel();
      if (ref) inbox.release();
      if (answer.hresult < 0) {
        const why = inbox.takeExplanation(backend.index, request);
        fail(callFailed({ binary, operation, ...target, why }, answer.hresult));
      } else {
        resolve(answer);
      }
    });
  });
}
