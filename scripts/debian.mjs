// Debian's packages, installed when they are missing, or unpacked where they do not go together with this system's.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { exists, quiet, run } from './run.mjs';

/**
 * What dpkg says of a package. Not by `dpkg -s`, to which one that was removed, with its configuration left
 * behind, is there.
 */
export function installed(one, what) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', `\${${what}}`, one], {
    encoding: 'utf8',
  });
  return stdout;
}

export function installPackages(packages) {
  const missing = packages.filter((one) => installed(one, 'db:Status-Status') !== 'installed');
  if (missing.length === 0) return;
  if (!exists('apt-get')) {
    console.error(`These are missing, by the names that Debian gives them: ${missing.join(' ')}`);
    process.exit(1);
  }
  const asRoot = process.getuid() === 0 ? [] : ['sudo'];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-qq', ...args];
    run(command, rest, { ...quiet, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  };
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...missing);
}

/** Unpacks a package of another architecture into the folder, from where this machine has its packages. */
export function unpackPackage(name, architecture, folder) {
  rmSync(folder, { recursive: true, force: true });
  const [lists, cache] = ['lists', 'cache'].map((part) => `${folder}/apt/${part}`);
  mkdirSync(`${lists}/partial`, { recursive: true });
  mkdirSync(`${cache}/archives/partial`, { recursive: true });
  const settings = [
    'APT::Sandbox::User=root',
    `Dir::State::lists=${lists}`,
    `Dir::Cache=${cache}`,
    ...['amd64', architecture].map((one) => `APT::Architectures::=${one}`),
  ];
  const apt = ['-qq', ...settings.flatMap((setting) => ['-o', setting])];
  const options = { ...quiet, cwd: folder };
  // A source that has nothing for the architecture makes this fail, and does not matter: the next one tells.
  spawnSync('apt-get', [...apt, 'update'], { cwd: folder, stdio: 'ignore' });
  run('apt-get', [...apt, 'download', `${name}:${architecture}`], options);
  const file = readdirSync(folder).find((one) => one.endsWith('.deb'));
  run('dpkg-deb', ['--extract', file, folder], options);
  rmSync(`${folder}/${file}`);
  rmSync(`${folder}/apt`, { recursive: true });
}
