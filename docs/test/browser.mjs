// Opens the built site in one Chromium for all tests, without a server.
import { existsSync } from 'node:fs';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { root } from '../../scripts/run.mjs';

/** By HTTPS: a page may use the clipboard. */
const origin = 'https://site.test';
const built = root('build/docs');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // Chromium has no sandbox for root, and CI runs as root.
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
after(() => browser.close());

/** Opens a page of the site; `errors` collects its warnings and errors. */
export async function open(
  path,
  { width = 1280, colorScheme = 'light', waitUntil = 'networkidle' } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await context.route('**', (route) => {
    const { pathname } = new URL(route.request().url());
    const file = `${built}${decodeURI(pathname.endsWith('/') ? `${pathname}index.html` : pathname)}`;
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
  });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  await page.goto(`${origin}${path}`, { waitUntil });
  return { page, errors, close: () => context.close() };
}

export const operatorOf = ({ name }) => name.replace(/-.*/, '');

export async function openDiagram(diagram, { search = {}, ...options } = {}) {
  const query = new URLSearchParams({ picture: diagram.name, ...search });
  const path = `/playground/${operatorOf(diagram)}.html?${query}`;
  const opened = await open(path, { waitUntil: 'load', ...options });
  await opened.page.locator('.handle').first().waitFor();
  return opened;
}

/** Goes from the light scheme to the dark one, or back. */
export const switchScheme = (page) => page.locator('.VPNavBarAppearance .VPSwitch').click();

/** The concurrency of a suite: a page waits for timers as well as for the processor. */
export const atOnce = { concurrency: 3 };

/** The outputs in the playground's words. */
export const words = (page) => page.locator('.words').textContent();

/** The handle of the marble of an input at a time. */
export const handle = (page, input, at) =>
  page.locator(`.handle[data-input="${input}"][aria-valuenow="${at}"]`).first();
