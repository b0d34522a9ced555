// Debian's packages, installed when they are missing.
import { spawnSync } from 'node:child_process';
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
