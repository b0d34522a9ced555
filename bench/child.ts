/**
 * The other process of the bridge's benchmarks: a host whose profile it floods, a client that only listens,
 * or a plain socket that sends back what it gets.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { connectionStateChange$ } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

const [role, argument = ''] = process.argv.slice(2);

function tell(message: object): void {
  process.send?.(message);
}

/** Floods as often as it is told, and says when Notify has returned for the last time. */
function host(): void {
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  outlook.serve();
  process.on('message', (changes: number) => {
    void outlook.flood('Work', { changes }).done.then((made) => {
      tell({ made, registrations: outlook.registrations() });
    });
  });
}

function client(): void {
  connectionStateChange$('Work', { backend: 'bridge' }).subscribe();
}

async function echo(): Promise<void> {
  const server = createServer((socket) => socket.pipe(socket)).listen(argument);
  await once(server, 'listening');
}

if (role === 'host') host();
else if (role === 'client') client();
else await echo();
tell({ ready: role });
