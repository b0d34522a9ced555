// npm run fleet: a hundred simulated desktops, a broker and the board, on loopback alone.
import type { Server } from 'node:http';
import { join } from 'node:path';
import { build, preview } from 'vite';
import { startBroker } from './broker.js';
import { DesktopProcess } from './desktopProcess.js';
import { desktops, shares } from './plan.js';
import type { Desktop } from './protocol.js';
import { play$ } from './play.js';
import { parseDemoArguments, usage } from './arguments.js';
import { UsageError } from '../shared/usage.js';

const folder = join(import.meta.dirname, '..');
const configFile = join(folder, 'board/vite.config.ts');
const keepalive = 10;
/** How long the machine that is killed again and again runs, and is away, in milliseconds. */
const killedAfter = 40_000;
const awayFor = 20_000;

const say = (what: string): void => void process.stdout.write(`${what}\n`);

async function main({ machines, port }: { machines: number; port: number }): Promise<void> {
  // Not once: under npm a Ctrl-C arrives more than once, and a second one must not break the end.
  const ended = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
  });
  // A folder of its own: a page that was built for a web server stays as it is.
  const page = { configFile, build: { outDir: join(folder, 'build/demo') } };
  await build({ ...page, logLevel: 'warn' });
  const server = await preview({ ...page, preview: { host: '127.0.0.1', port } });
  const pages = server.httpServer as Server;
  const broker = await startBroker(pages);
  const config = { broker: broker.url, keepalive };
  const [victim, ...others] = desktops(machines, 2);
  const start = (its: readonly Desktop[]) => {
    const started = new DesktopProcess(folder, { ...config, desktops: its });
    started.problem$.subscribe((text) => process.stderr.write(text));
    return started;
  };
  const processes = shares(others, 4)
    .filter(({ length }) => length > 0)
    .map(start);
  let killed = start([victim!]);
  const playing = play$(processes).subscribe();
  const cycle = async (): Promise<void> => {
    await killed.kill();
    timeout = setTimeout(() => {
      killed = start([victim!]);
      timeout = setTimeout(() => void cycle(), killedAfter);
    }, awayFor);
  };
  let timeout = setTimeout(() => void cycle(), killedAfter);

  say(
    `${machines} simulated desktops in ${processes.length + 1} processes; ${victim!.machine} is killed now and then`,
  );
  say(`The board: ${server.resolvedUrls?.local[0] ?? ''}`);
  say('Ctrl-C ends all');

  await ended;
  playing.unsubscribe();
  clearTimeout(timeout);
  await Promise.all([...processes, killed].map((one) => one.end()));
  await broker.close();
  // A browser keeps connections open, and the server would wait for their end.
  pages.closeAllConnections();
  await server.close();
  say(`\nAll has ended: the board, the broker, and ${processes.length + 1} processes of desktops`);
}

try {
  const parsed = parseDemoArguments(process.argv.slice(2));
  if (parsed === undefined) process.stdout.write(usage);
  else await main(parsed);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`fleet: ${error.message}; --help lists the options\n`);
  process.exitCode = 2;
}
