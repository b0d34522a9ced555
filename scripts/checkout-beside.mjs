// A copy of everything that is committed or may be, with this checkout's packages.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { root } from './run.mjs';

export function checkoutBeside(folder) {
  rmSync(folder, { recursive: true, force: true });
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = spawnSync('git', listed, { cwd: root(''), encoding: 'utf8' });
  for (const file of stdout.split('\0').filter(Boolean)) {
    mkdirSync(dirname(`${folder}/${file}`), { recursive: true });
    cpSync(root(file), `${folder}/${file}`);
  }
  for (const packages of ['node_modules', 'config/cross/node_modules']) {
    if (existsSync(root(packages))) symlinkSync(root(packages), `${folder}/${packages}`);
  }
}
