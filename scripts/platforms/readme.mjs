// What a user does first: installs the package in an empty folder, and runs README's first example there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { npmScript } from '../installed-package.mjs';
import { root } from '../run.mjs';
import { one } from '../tally.mjs';

const expected = 'Work is online\nWork is offline\n';

/** The first example of README.md. */
function example() {
  const readme = readFileSync(root('README.md'), 'utf8');
  return /## A first example\n\n```ts\n([^]*?)```/.exec(readme)[1];
}

/** By the Node of that platform, which `program` starts; `app` has the tarball. */
export function runReadme({ program, what }, app, tally) {
  const folder = root('build/platforms/empty');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const tarball = `${app}/${readdirSync(app).find((file) => file.endsWith('.tgz'))}`;
  writeFileSync(`${folder}/first.mjs`, example());
  const npm = npmScript();
  for (const [title, args, isRight] of [
    [
      'npm install rx-outlook rxjs',
      [npm, 'install', '--prefix', folder, '--no-audit', '--no-fund', tarball, 'rxjs@7'],
      () => true,
    ],
    ['README’s first example', ['first.mjs'], (stdout) => stdout === expected],
  ]) {
    const options = { cwd: folder, encoding: 'utf8', timeout: 300_000 };
    const { status, stdout, stderr } = spawnSync(program, args, options);
    const details = `ended with ${String(status)}\n${stdout}${stderr}`;
    tally.report(`${title}, ${what}`, one(status === 0 && isRight(stdout)), details);
  }
}
