// npm run docs [-- --serve]: builds the documentation's site into build/docs; with --serve shows it. Installs the
// tools of docs/package.json where they are missing.
import { statSync } from 'node:fs';
import { npm } from './installed-package.mjs';
import { quiet, root, run } from './run.mjs';

const docs = root('docs');
const vitepress = `${docs}/node_modules/vitepress/bin/vitepress.js`;
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** npm writes that file at the end of an installation. */
const isInstalled =
  changed(`${docs}/node_modules/.package-lock.json`) >= changed(`${docs}/package-lock.json`);
if (!isInstalled) {
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(['ci', ...options], { ...quiet, cwd: docs });
}

if (process.argv.includes('--serve')) {
  run(process.execPath, [vitepress, 'preview', 'docs']);
} else {
  const { writePages } = await import('./docs/pages.mjs');
  await writePages();
  run(process.execPath, [vitepress, 'build', 'docs']);
  // The links of a site for a folder of a server cannot be resolved here.
  if (process.env.DOCS_BASE === undefined) {
    const { checkLinks } = await import('./docs/links.mjs');
    await checkLinks();
  }
}
