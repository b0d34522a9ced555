import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFileSync, existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { DesktopProcess } from '../demo/desktopProcess.js';
import { desktops, shares } from '../demo/plan.js';
import { Mosquitto, passwordOf } from './mosquitto.js';

const folder = 'examples/fleet';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** The page as scripts/test-fleet.mjs has built it, on loopback. */
async function serve(): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = join(folder, 'dist', pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    return response
      .writeHead(200, { 'content-type': types[extname(file)] })
      .end(readFileSync(file));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const machines = 200;
const all = desktops(machines, 2).map((desktop) => ({
  ...desktop,
  password: passwordOf(desktop.machine),
}));

describe('the board in Chromium, with 200 machines at Mosquitto', () => {
  let broker: Mosquitto;
  let server: Server;
  let browser: Browser;
  let page: Page;
  let victim: DesktopProcess;
  let others: DesktopProcess[];
  const complaints: string[] = [];

  beforeAll(async () => {
    broker = await Mosquitto.start(all.map(({ machine }) => machine));
    const start = (its: typeof all): DesktopProcess =>
      new DesktopProcess(folder, { broker: broker.url, keepalive: 2, desktops: its });
    victim = start(all.slice(0, 1));
    others = shares(all.slice(1), 2).map(start);
    server = await serve();
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      // The user of a container is root, without the privileges that the sandbox needs.
      args: ['--no-sandbox'],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    const { port } = server.address() as AddressInfo;
    // No address of a broker: the test logs in by the form, as a person would.
    await page.goto(`http://127.0.0.1:${port}/?broker=none`);
    await page.getByText('none is no address of a broker').waitFor();
    await page.getByText('Broker', { exact: true }).click();
    await page.getByLabel('Address').fill(broker.webSocketUrl);
    await page.getByLabel('User').fill('board');
    await page.getByLabel('Password').fill(passwordOf('board'));
    await page.getByRole('button', { name: 'Connect' }).click();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.close();
    await Promise.all([victim, ...others].map((one) => one.kill()));
    await broker.close();
  });

  /** Resolves when the page counts so many machines in the states. */
  async function counts(online: number, partial: number, offline: number, unknown: number) {
    for (const [state, count] of Object.entries({ online, partial, offline, unknown })) {
      await page.locator(`#counts [data-state=${state}][data-count="${count}"]`).waitFor();
    }
  }

  const row = (machine: string) => page.locator('#timeline .row', { hasText: machine });

  it('counts every machine in its state, and merges the states of a site', async () => {
    await counts(machines, 0, 0, 0);
    const [process] = others as [DesktopProcess];
    const [first, second] = process.desktops;
    await process.set(first!, 'offline', first!.accounts[0]);
    await process.set(second!, 'offline');
    await counts(machines - 2, 1, 1, 0);
    const card = page.locator(`[data-site="${first!.site}"]`);
    expect(await card.locator('.overall').innerText()).toMatch(/partial/);
    await process.set(first!, 'online', first!.accounts[0]);
    await process.set(second!, 'online');
    await counts(machines, 0, 0, 0);
  }, 60_000);

  it('shows a machine grey and with its last states when its agent is killed', async () => {
    const [{ machine }] = victim.desktops as [(typeof all)[number]];
    await victim.kill();
    await counts(machines - 1, 0, 0, 1);
    const its = row(machine);
    await its.locator('.state', { hasText: 'unknown' }).waitFor();
    const grey = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue('--unknown'),
    );
    const colour = await its
      .locator('.state')
      .evaluate((element) => getComputedStyle(element).color);
    expect(colour).toBe(
      `rgb(${[1, 3, 5].map((i) => parseInt(grey.slice(i, i + 2), 16)).join(', ')})`,
    );
    await its.click();
    const details = page.locator('#details');
    await details.getByText('agent-gone').waitFor();
    expect(await details.locator('tbody td.online').count()).toBe(3);
  }, 30_000);

  it('has few rows in the document, and shows the last one at the End key', async () => {
    await page.locator('#timeline').focus();
    await page.keyboard.press('End');
    const selected = page.locator('#timeline .row[aria-selected=true]');
    await selected.and(page.locator(`[aria-posinset="${machines}"]`)).waitFor();
    expect(await page.locator('#timeline .row').count()).toBeLessThan(60);
    await page.keyboard.press('Home');
    await selected.and(page.locator('[aria-posinset="1"]')).waitFor();
  });

  it('finds a machine by its name', async () => {
    await page.getByLabel('Find').fill('pc-0042');
    await page.getByText(`1 of ${machines} shown`).waitFor();
    expect(await page.locator('#timeline .row').count()).toBe(1);
  });

  it('wrote no error and no warning to the console', () => {
    expect(complaints).toEqual([]);
  });
});
