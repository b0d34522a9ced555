import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';

export interface DemoBroker {
  /** The address for agents. */
  readonly url: string;
  close(): Promise<void>;
}

/** An embedded broker: for agents on a free port of loopback, for pages at /mqtt of the server that serves them. */
export async function startBroker(pages: HttpServer): Promise<DemoBroker> {
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const webSockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => offered.has('mqtt') && 'mqtt',
  });
  pages.on('upgrade', (request, socket, head) => {
    if (request.url !== '/mqtt') return;
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const stream = createWebSocketStream(webSocket);
      // A page that is closed in the middle of a message is no error of the broker.
      stream.on('error', () => undefined);
      broker.handle(stream, request);
    });
  });
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const webSocket of webSockets.clients) webSocket.terminate();
      await new Promise<void>((resolve) => broker.close(resolve));
      server.close();
    },
  };
}
