// The package as a user installs it: the tarball in an empty folder, with RxJS and without scripts, and beside it the
// tests that config/tsconfig.<project>.json compiles there, if one is named.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quiet, root, run, tool } from './run.mjs';

/** npm's own script, which any Node can run. */
export function npmScript() {
  const folder = join(dirname(process.execPath), process.platform === 'win32' ? '' : '../lib');
  return join(folder, 'node_modules/npm/bin/npm-cli.js');
}

/** Not by its name on Windows: npm is a batch file there, and Node starts those only in a shell. */
export function npm(args, options) {
  if (process.platform === 'win32') run(process.execPath, [npmScript(), ...args], options);
  else run('npm', args, options);
}

/** Packs it into the folder; the tarball's name there. */
export function pack(folder) {
  npm(['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder], quiet);
  return readdirSync(folder).find((file) => file.endsWith('.tgz'));
}

export function installPackage(app, project) {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  const filename = pack(app);
  const { devDependencies } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
  writeFileSync(`${app}/package.json`, '{ "private": true, "type": "module" }\n');
  // Bun would take the checkout's, and by its paths the sources for the package.
  writeFileSync(`${app}/tsconfig.json`, '{}\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(['install', ...options, `./${filename}`, `rxjs@${devDependencies.rxjs}`], {
    ...quiet,
    cwd: app,
  });
  if (project === undefined) return;
  run(process.execPath, [tool('typescript/bin/tsc'), '-p', `config/tsconfig.${project}.json`]);
}
