// npm run packed: writes what the tarball has into test/packaging/files.txt, for review; binaries aside, of which a
// checkout has its own alone.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { root } from './run.mjs';

const list = root('test/packaging/files.txt');
const args = ['pack', '--ignore-scripts', '--dry-run', '--json'];
const { stdout } = spawnSync('npm', args, { cwd: root(''), encoding: 'utf8' });
const [{ files }] = JSON.parse(stdout);
const isBinary = (path) => path.startsWith('prebuilds/');
const lines = [
  ...files.map(({ path }) => path).filter((path) => !isBinary(path)),
  ...readFileSync(list, 'utf8').split('\n').filter(isBinary),
];
writeFileSync(list, `${lines.sort().join('\n')}\n`);
