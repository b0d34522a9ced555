// A user's folder: the package and RxJS from npm, and the script that docs/windows.md begins with.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { npm } from '../installed-package.mjs';
import { quiet, root } from '../run.mjs';

/** Its script, and the example that it is. */
const script = ['watch.mjs', 'examples/withoutAddIn.ts'];

/** Makes the folder anew; the package is the tarball that is packed in `app`. */
export function makeUserFolder(folder, app) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tarball = `${app}/${readdirSync(app).find((file) => file.endsWith('.tgz'))}`;
  const { devDependencies } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
  const options = { ...quiet, cwd: folder };
  npm(['init', '-y'], options);
  const quietly = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  npm(['install', ...quietly, tarball, `rxjs@${devDependencies.rxjs}`], options);
  cpSync(root(script[1]), `${folder}/${script[0]}`);
}
