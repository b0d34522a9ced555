// Makes the Markdown that GitHub shows work on the site: its relative links, and its pairs of pictures for light and
// dark pages.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

export const top = fileURLToPath(new URL('../..', import.meta.url)).replaceAll('\\', '/');

/** Pages of the site whose source is outside docs/. */
export const copies = {
  'README.md': 'readme.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'reporting.md',
  'test/windows/README.md': 'tests-on-windows.md',
};

/** Files and folders outside the site that its pages link to: copied to source/ of the built site. */
export const linkedSources = new Set();

function sourceOf(path) {
  const own = relative(top, path);
  const copied = /^docs\/generated\/([\w-]+\.md)$/.exec(own)?.[1];
  return Object.keys(copies).find((source) => copies[source] === copied) ?? own;
}

/** The address on the site of a relative link in a file of the checkout. */
function target(file, href) {
  const [path, anchor] = href.split('#');
  if (path === '') return href;
  const linked = join(dirname(file), decodeURI(path));
  const hash = anchor === undefined ? '' : `#${anchor}`;
  if (linked in copies) return `/${copies[linked]}${hash}`;
  if (/^docs\/[\w-]+\.md$/.test(linked)) return `/${linked.slice('docs/'.length)}${hash}`;
  if (!existsSync(join(top, linked))) return href; // VitePress reports it as a dead link.
  linkedSources.add(linked);
  return statSync(join(top, linked)).isDirectory()
    ? `/source/${linked}/index.html`
    : `/source/${linked}.txt`;
}

const isRelative = (href) => !/^([a-z]+:|\/)/i.test(href);

/** The picture for each scheme: on the site the reader chooses the scheme, not the system alone. */
function bothPictures(html) {
  const [, dark, alt, light] =
    /srcset="([^"]+)">\s*<img alt="([^"]*)" src="([^"]+)">/.exec(html) ?? [];
  if (dark === undefined) throw new Error(`A <picture> without two schemes: ${html}`);
  const image = (scheme, src) => `<img class="only-${scheme}" alt="${alt}" src="./${src}">`;
  return `<div class="picture" tabindex="0">${image('light', light)}${image('dark', dark)}</div>\n`;
}

export function markdownOfGitHub(md) {
  md.core.ruler.push('links of GitHub', ({ tokens, env }) => {
    const path = (env.realPath ?? env.path)?.replaceAll('\\', '/');
    const isReference = path?.includes('/generated/reference/') ?? true;
    for (const token of tokens) {
      if (token.type === 'html_block' && token.content.startsWith('<picture>')) {
        token.content = bothPictures(token.content);
      }
      for (const child of isReference ? [] : (token.children ?? [])) {
        const href = child.type === 'link_open' ? child.attrGet('href') : null;
        if (href === null || !isRelative(href)) continue;
        child.attrSet('href', target(sourceOf(path), href));
        // VitePress would look for a page of the site.
        if (child.attrGet('href').startsWith('/source/')) child.attrSet('target', '_self');
      }
    }
  });
}
