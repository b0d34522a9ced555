import type { Browser, Page } from 'playwright-core';
import { DesktopProcess } from '../demo/desktopProcess.js';
import { desktops, shares } from '../demo/plan.js';
import { logIn, servePage, type ServedPage, startChromium } from './chromium.js';
import { Mosquitto, passwordOf } from './mosquitto.js';

const folder = 'examples/fleet';
const machines = 200;
const all = desktops(machines, 2).map((desktop) => ({
  ...desktop,
  password: passwordOf(desktop.machine),
}));

describe('the board in Chromium, with 200 machines at Mosquitto', () => {
  let broker: Mosquitto;
  let served: ServedPage;
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
    served = await servePage(folder);
    browser = await startChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    // No address of a broker, so that the page waits for the form.
    await page.goto(`${served.url}?broker=none`);
    await page.getByText('none is no address of a broker').waitFor();
    await logIn(page, broker);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    served.server.close();
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
