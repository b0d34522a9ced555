import { readFileSync } from 'node:fs';

const recipes = [
  'esbuild/build.mjs',
  'rollup/rollup.config.mjs',
  'tsup/tsup.config.mjs',
  'nft/build.mjs',
  'sea/main.mjs',
  'sea/build.mjs',
  'night/vite/vite.config.mjs',
];

describe('docs/bundlers.md', () => {
  it.each(recipes)('shows %s as it is', (file) => {
    const code = readFileSync(`test/bundlers/${file}`, 'utf8');
    expect(readFileSync('docs/bundlers.md', 'utf8')).toContain(`\`\`\`js\n${code}\`\`\`\n`);
  });
});
