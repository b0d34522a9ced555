import type { Binary } from '../lib/binary.cjs';
import type { BridgeHost } from './types.js';

/** What clients are told about who answers them. */
const product = 'rx-outlook, embedded';

export function serveEmbedded({ BridgeServer }: Binary): BridgeHost {
  const server = new BridgeServer('embedded', product);
  const close = (): void => {
    server.close();
  };
  return {
    get clients() {
      return server.counts().clients;
    },
    get registrations() {
      return server.counts().registrations;
    },
    close,
    [Symbol.dispose]: close,
  };
}
