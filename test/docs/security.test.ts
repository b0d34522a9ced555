import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync('docs/security.md', 'utf8');
const links = [...page.matchAll(/\[([^\]]+)\]\(([^)\s#]+)(?:#[\w-]*)?\)/g)].map(
  ([, text, target]) => ({
    text: text!.replaceAll(/\s+/g, ' '),
    path: join('docs', target!),
  }),
);
const tests = links.filter(({ path }) => /^(native\/)?test\//.test(path));

/** Whether the file has a test of that title, or one that ends so when its first part is computed. */
function hasTitle(path: string, title: string): boolean {
  const quoted = title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll("'", "\\\\?'");
  return new RegExp(`(['"\`]|\\} )${quoted}\\s?['"\`]`).test(readFileSync(path, 'utf8'));
}

describe('docs/security.md', () => {
  it.each(tests)('names a test that there is: $text', ({ path, text }) => {
    expect([path, existsSync(path)]).toEqual([path, true]);
    expect([path, text, hasTitle(path, text)]).toEqual([path, text, true]);
  });

  it('names tests under every heading but those about what there is, and what is not defended', () => {
    const sections = page.split(/^## /m).slice(1);
    const without = sections.filter((text) => !/\]\(\.\.\/(native\/)?test\//.test(text));
    expect(without.map((text) => text.slice(0, text.indexOf('\n')))).toEqual([
      'What there is to take',
      'What is not defended against',
    ]);
  });

  it('would miss a test that is gone', () => {
    expect(hasTitle('test/bridge/place.test.ts', 'a symbolic link is not followed')).toBe(true);
    expect(hasTitle('test/bridge/place.test.ts', 'a symbolic link is not')).toBe(false);
    expect(hasTitle('test/bridge/place.test.ts', 'symbolic link is not followed')).toBe(false);
  });

  it('links to nothing that is not there', () => {
    expect(links.length).toBeGreaterThan(tests.length);
    for (const { path } of links) expect([path, existsSync(path)]).toEqual([path, true]);
  });
});
