import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as operators from 'rx-outlook/operators';
import { diagrams } from '../operators/diagrams/index.js';

const page = readFileSync('docs/operators.md', 'utf8');
const names = Object.keys(operators).filter((name) => /^[a-z]/.test(name));
const sections = new Map(
  page
    .split(/^#+ /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
);
const anchors = [...sections.keys()].map((title) =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-'),
);

describe('docs/operators.md', () => {
  it.each(names)('has for %s a picture, an example, and what its recipe is', (name) => {
    const section = sections.get(name);
    expect(section).toMatch(/^<picture>$/m);
    expect(section).toMatch(new RegExp(`^\`\`\`ts\n.*\\b${name}\\(.*^\`\`\``, 'ms'));
    expect(section).toMatch(/^Recipe: /m);
    expect(page).toContain(`| [${name}](#${name.toLowerCase()}) |`);
  });

  it.each(diagrams)(
    'shows the picture $name, on light pages and on dark ones',
    ({ name, title }) => {
      expect(sections.get(name.replace(/-.*/, ''))).toContain(
        `<picture>
<source media="(prefers-color-scheme: dark)" srcset="diagrams/${name}.dark.svg">
<img alt="${title}" src="diagrams/${name}.light.svg">
</picture>`,
      );
    },
  );

  it('links to nothing that is not there', () => {
    const links = [...page.matchAll(/\]\((.*?)\)|(?:src|srcset)="(.*?)"/g)].map(
      ([, link, picture]) => link ?? picture ?? '',
    );
    expect(links.length).toBeGreaterThan(names.length);
    for (const link of links) {
      if (link.startsWith('#')) expect(anchors).toContain(link.slice(1));
      else expect([link, existsSync(join('docs', link))]).toEqual([link, true]);
    }
  });
});
