import { readFileSync, existsSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Mosquitto, passwordOf } from './mosquitto.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export interface ServedPage {
  readonly server: Server;
  readonly url: string;
}

/** The page of `folder`/dist, as Vite has built it, on loopback. */
export async function servePage(folder: string): Promise<ServedPage> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = join(folder, 'dist', pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    return response
      .writeHead(200, { 'content-type': types[extname(file)] })
      .end(readFileSync(file));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/` };
}

/** Debian's Chromium, without a window. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    // The user of a container is root, without the privileges that the sandbox needs.
    args: ['--no-sandbox', '--enable-precise-memory-info'],
  });
}

/** Logs in by the form, as a person would. */
export async function logIn(page: Page, broker: Mosquitto): Promise<void> {
  await page.getByText('Broker', { exact: true }).click();
  await page.getByLabel('Address').fill(broker.webSocketUrl);
  await page.getByLabel('User').fill('board');
  await page.getByLabel('Password').fill(passwordOf('board'));
  await page.getByRole('button', { name: 'Connect' }).click();
}
