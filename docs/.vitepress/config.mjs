// The site of docs/: `npm run docs` builds it. Pages that are made stand in docs/generated.
import { cpSync, mkdirSync, statSync, writeFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createRequire } from 'node:module';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { linkedSources, markdownOfGitHub, top } from './links.mjs';
import { sidebar } from './sidebar.mjs';

const { version } = createRequire(import.meta.url)('../../package.json');

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#1a7f37"/></svg>';

/** Copies the files that pages link to, as text: a browser shows no other file of source code. */
function copySources(outDir) {
  for (const path of linkedSources) {
    const isFolder = statSync(`${top}${path}`).isDirectory();
    const folder = `${outDir}/source/${isFolder ? path : dirname(path)}`;
    mkdirSync(folder, { recursive: true });
    if (!isFolder) {
      cpSync(`${top}${path}`, `${outDir}/source/${path}.txt`);
      continue;
    }
    const files = readdirSync(`${top}${path}`, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(top.length + path.length + 1))
      .toSorted();
    const items = files.map((file) => {
      mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
      cpSync(`${top}${path}/${file}`, `${folder}/${file}.txt`);
      return `<li><a href="./${file}.txt">${file}</a></li>`;
    });
    writeFileSync(
      `${folder}/index.html`,
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${path}</title>
<body style="font-family:system-ui;margin:2rem"><h1>${path}</h1><ul>${items.join('')}</ul></body></html>\n`,
    );
  }
}

export default defineConfig({
  title: 'rx-outlook',
  description: 'Outlook’s connection state as RxJS Observables for Node.js and Electron',
  lang: 'en',
  base: process.env.DOCS_BASE ?? '/',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  outDir: '../build/docs',
  cacheDir: '../build/docs-cache',
  srcExclude: ['node_modules/**'],
  // Copied after the pages were built; scripts/docs/links.mjs checks these links.
  ignoreDeadLinks: [/^\/source\//],
  rewrites: { 'generated/:page*': ':page*' },
  // GitHub's anchors: the links of the pages work there, too.
  markdown: { config: markdownOfGitHub, anchor: { slugify: slug } },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/readme' },
      { text: 'Playground', link: '/playground/debounceConnectionState' },
      { text: 'Reference', link: '/reference/' },
      { text: 'Error codes', link: '/error-codes' },
      { text: version, link: '/changelog' },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          // A code such as ERR_TIMEOUT is one word.
          options: { tokenize: (text) => text.split(/[^\p{L}\p{N}_$]+/u) },
          searchOptions: {
            boostDocument: (id) => {
              // It has links to the reference of each operator alone.
              if (id.includes('/reference/rx-outlook/operators/')) return 0.1;
              return /\/(error-codes|reasons|operators)\b/.test(id) ? 4 : 1;
            },
          },
        },
      },
    },
  },
  vite: {
    resolve: {
      // The source of this entry point: the site needs no build of the package.
      alias: { 'rx-outlook/operators': `${top}operators/index.ts` },
      dedupe: ['rxjs'],
    },
    server: { fs: { allow: [top] } },
  },
  buildEnd: ({ outDir }) => copySources(outDir),
});
