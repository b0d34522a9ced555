import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

const languages: Readonly<Record<string, string>> = {
  '.mjs': 'js',
  '.sh': 'sh',
  '.yml': 'yaml',
};

/** What the tests need besides the recipes. */
const others = ['app.mjs', 'electron/main.mjs', 'night/asar/extract.mjs', 'night/next/ask.mjs'];

const recipes = readdirSync('test/bundlers', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => Object.hasOwn(languages, extname(file)) && !others.includes(file));

describe('docs/bundlers.md', () => {
  it('has a recipe for each bundler', () => {
    expect(recipes.length).toBeGreaterThanOrEqual(14);
  });

  it.each(recipes)('shows %s as it is', (file) => {
    const code = readFileSync(`test/bundlers/${file}`, 'utf8');
    const block = `\`\`\`${languages[extname(file)]!}\n${code}\`\`\`\n`;
    expect(readFileSync('docs/bundlers.md', 'utf8')).toContain(block);
  });
});
