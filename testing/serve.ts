import { publishError } from '../lib/channels.js';
import { placeLost } from '../lib/failures.js';
import type { Inbox } from '../lib/inbox.js';
import type { BridgeHost } from './types.js';
import { noTarget } from '../lib/target.js';

/** The product name that clients receive. */
const product = 'rx-outlook, embedded';

export function serveEmbedded(inbox: Inbox): BridgeHost {
  const { binary, table } = inbox;
  inbox.tellSurroundings();
  const server = new binary.BridgeServer('embedded', product);
  let end: (error?: Error) => void;
  const ended = new Promise<Error | undefined>((resolve) => {
    end = resolve;
  });
  const look = (): void => {
    const why = server.whyLost();
    if (why === undefined) return;
    const error = placeLost(why);
    end(error);
    close();
    publishError(noTarget, error);
  };
  const close = (): void => {
    if (!table.hosts.delete(look)) return;
    server.close();
    end();
  };
  table.hosts.add(look);
  return {
    get clients() {
      return server.counts().clients;
    },
    get registrations() {
      return server.counts().registrations;
    },
    ended,
    close,
    [Symbol.dispose]: close,
  };
}
