// Checks each link and anchor of the built site; VitePress checks pages alone.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { root } from '../run.mjs';

const { resolve } = createRequire(root('docs/package.json'));

/** Checks the links of the site that is built for the root of a server; ends the script when one is dead. */
export async function checkLinks() {
  const { check } = await import(pathToFileURL(resolve('linkinator')));
  const { links } = await check({
    path: ['/'],
    serverRoot: root('build/docs'),
    recurse: true,
    checkFragments: true,
    linksToSkip: ['^https?://(?!localhost)', '^mailto:'],
    concurrency: 20,
  });
  const dead = links.filter(({ state }) => state === 'BROKEN');
  for (const { parent, url } of dead) console.error(`Dead link in ${parent}: ${url}`);
  console.log(`Links: ${links.length - dead.length} of ${links.length} lead somewhere`);
  if (dead.length > 0) process.exit(1);
}
