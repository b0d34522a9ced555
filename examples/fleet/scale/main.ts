// npx tsx scale/main.ts: how much goes from agents over Mosquitto to a board in Chromium, and what the board needs for
// it. Every machine has an agent and a connection of its own. Prints the rows of a table for docs/fleet.md.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { DesktopProcess } from '../demo/desktopProcess.js';
import { desktops, shares } from '../demo/plan.js';
import { logIn, servePage, startChromium } from '../test/chromium.js';
import { Mosquitto, passwordOf } from '../test/mosquitto.js';

const folder = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    machines: { type: 'string', default: '10000' },
    accounts: { type: 'string', default: '3' },
    processes: { type: 'string', default: '4' },
  },
});
const [machines, accounts, processes] = [values.machines, values.accounts, values.processes].map(
  Number,
) as [number, number, number];

const row = (what: string, figure: string): void => console.log(`| ${what} | ${figure} |`);
const seconds = (since: number): number => (performance.now() - since) / 1_000;

/** Resolves when the page counts all machines in a state. */
function untilAll(page: Page, state: string): Promise<unknown> {
  const selector = `#counts [data-state=${state}][data-count="${machines}"]`;
  return page.waitForSelector(selector, { timeout: 300_000 });
}

const messagesOf = async (page: Page): Promise<number> =>
  Number(await page.locator('#counts').getAttribute('data-messages'));

async function untilMessages(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => Number(document.getElementById('counts')!.dataset['messages']) >= wanted,
    count,
    { timeout: 300_000 },
  );
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

/** The time between frames while the list scrolls from one end to the other, in milliseconds, in order. */
function framesWhileScrolling(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const list = document.getElementById('timeline')!;
    const times: number[] = [];
    let last = performance.now();
    for (let frame = 0; frame < 240; ++frame) {
      list.scrollTop = (list.scrollHeight * frame) / 240;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times.sort((one, other) => one - other);
  });
}

const all = desktops(machines, accounts).map((desktop) => ({
  ...desktop,
  password: passwordOf(desktop.machine),
}));
const topics = machines * (accounts + 2);
const broker = await Mosquitto.start(all.map(({ machine }) => machine));
const browser = await startChromium();
const { server, url } = await servePage(folder);
let running: DesktopProcess[] = [];
/** Lines that agents wrote: attempts that took the broker too long, as all connect at once. */
let problems = 0;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${url}?broker=none`);
  row('memory of the page without machines', `${(await heapOf(page)).toFixed(0)} MiB`);

  const connecting = performance.now();
  await logIn(page, broker);
  running = shares(all, processes).map((its) => {
    const started = new DesktopProcess(folder, {
      broker: broker.url,
      keepalive: 600,
      desktops: its,
    });
    started.problem$.subscribe((text) => (problems += text.split('\n').length - 1));
    return started;
  });
  await untilAll(page, 'online');
  await untilMessages(page, topics);
  row(
    `${machines} agents connect, and the board has all states`,
    `${seconds(connecting).toFixed(1)} s`,
  );

  row('problems that agents reported meanwhile', String(problems));

  const before = await messagesOf(page);
  const changing = performance.now();
  await Promise.all(running.map((one) => one.order({ do: 'change', state: 'offline' })));
  await untilMessages(page, before + machines * accounts);
  const took = seconds(changing);
  row(
    `${machines * accounts} changes, from Outlook to the page`,
    `${Math.round((machines * accounts) / took)} a second`,
  );
  row('memory of the page', `${(await heapOf(page)).toFixed(0)} MiB`);

  const late = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await late.goto(`${url}?broker=none`);
  const joining = performance.now();
  await logIn(late, broker);
  await untilMessages(late, topics);
  row(`a late board has all ${topics} retained messages`, `${seconds(joining).toFixed(1)} s`);
  row('its memory', `${(await heapOf(late)).toFixed(0)} MiB`);
  const frames = await framesWhileScrolling(late);
  row(
    'frames while its list scrolls',
    `median ${frames[120]!.toFixed(0)} ms, 95 % within ${frames[228]!.toFixed(0)} ms`,
  );
  const rss = execFileSync('ps', ['-o', 'rss=', '-p', String(broker.pid)], { encoding: 'utf8' });
  row('memory of Mosquitto', `${Math.round(Number(rss) / 1024)} MiB`);
} finally {
  await browser.close();
  server.close();
  await Promise.all(running.map((one) => one.kill()));
  await broker.close();
}
