// npm run test:windows: the Windows binary, packed and installed as a user would, under Windows' own node.exe:
// on Windows the one that runs this, elsewhere two releases in Wine, for which it installs what it needs. The
// last line counts the tests of all runs.
import { spawnSync } from 'node:child_process';
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
import { dirname, join } from 'node:path';
import { exists, quiet, root, run, tool } from './run.mjs';
import * as wine from './wine.mjs';

const onWindows = process.platform === 'win32';
const nodes = onWindows ? [process.versions.node] : ['20.20.2', '22.22.3'];
/** On Windows it is for who runs this to allow them: test/windows/README.md. */
const changesRegistry = !onWindows || process.env.RX_OUTLOOK_TEST_REGISTRY === '1';
/**
 * Each suite, and how many of its tests must pass: a run that says less has left some out. Those that ask
 * nothing of JavaScript run under one version only.
 */
const suites = [
  { suite: 'windows/contract.test.js', least: 48, versions: nodes },
  { suite: 'windows/process.test.js', least: 6, versions: nodes },
  { suite: 'windows/msmapi.test.js', least: 51, versions: nodes },
  { suite: 'bridge/contract.test.js', least: 48, versions: nodes },
  { suite: 'bridge/processes.test.js', least: 3, versions: nodes.slice(-1) },
  { suite: 'windows/pipe.test.js', least: 7, versions: nodes.slice(-1) },
  ...['x64', 'x86'].flatMap((bitness) => [
    { suite: 'windows/addInContract.test.js', least: 48, versions: nodes, bitness },
    { suite: 'windows/addIn.test.js', least: 11, versions: nodes.slice(-1), bitness },
    { suite: 'windows/addInCost.test.js', least: 2, versions: nodes.slice(-1), bitness },
    { suite: 'windows/installed.test.js', least: 2, versions: nodes.slice(-1), bitness },
  ]),
  { suite: 'windows/soak.test.js', least: 14, versions: nodes.slice(-1) },
  { suite: 'windows/command.test.js', least: 34, versions: nodes.slice(-1) },
  { suite: 'windows/silence.test.js', least: 25, versions: nodes.slice(-1) },
  { suite: 'windows/discovery.test.js', least: 29, versions: nodes.slice(-1) },
  { suite: 'windows/failure.test.js', least: 14, versions: nodes.slice(-1) },
  { suite: 'windows/profiles.test.js', least: 6, versions: nodes.slice(-1) },
];
/**
 * Wine takes milliseconds for each answer from another process, and in there a flood costs that process its
 * turn: so over the bridge cases repeat what they repeat by thousands a hundredth as often.
 */
const slowBridge = onWindows ? {} : { RX_OUTLOOK_TEST_REPETITIONS: '0.01' };
/** What the suites load, and start, by where they look for it. */
const loaded = {
  x64: {
    ...Object.fromEntries(
      ['msmapi32', 'decorated', 'planted', 'needy', 'no_initialize', 'no_uninitialize'].map(
        (dll) => [`${dll}.dll`, `${dll}.dll`],
      ),
    ),
    'stranger.exe': 'stranger.exe',
    'x64/OUTLOOK.exe': 'OUTLOOK.exe',
  },
  x86: { 'x86/OUTLOOK.exe': 'OUTLOOK.exe', 'x86/msmapi32.dll': 'msmapi32.dll' },
};
/** Each native test, the DLL it is put against where it is, and how many checks it makes. */
const witnesses = [
  { program: 'witness_client', args: ['msmapi32.dll'], checks: 198 },
  { program: 'object_test', args: ['witness_object.dll'], checks: 81 },
  ...[
    ['x64', 'win32-x64'],
    ['x86', 'win32-ia32'],
  ].map(([bitness, folder]) => ({
    program: 'add_in_test',
    args: [`../../../prebuilds/${folder}/rx-outlook-addin.dll`],
    checks: 44,
    bitness,
    isForMinGW: bitness === 'x86', // nowhere else is that one built
  })),
  { program: 'pipe_place_test', checks: 46 },
  { program: 'pipe_loop_test', checks: 41 },
  {
    program: 'node_api_host_test',
    args: ['../../../prebuilds/win32-x64/rx-outlook.node'],
    checks: 34,
    isForMinGW: true,
  },
];
const timeout = 10 * 60_000;
/** They are run for a moment each: what is tested is the package, whose binaries are optimised. */
const quicklyMade = ['-DCMAKE_C_FLAGS_RELEASE=-O1', '-DCMAKE_CXX_FLAGS_RELEASE=-O1'];
const app = root('build/windows/app');
const build = { x64: root('build/windows/native'), x86: root('build/windows/native-x86') };
/** Microsoft's generator has a folder for each configuration. */
const built = (bitness) => (onWindows ? `${build[bitness]}/Release` : build[bitness]);
const hook = `${app}/test/windows/oneFileRxjs.cjs`;

/** Runs a program of Windows', its output in a file. Returns the exit code, or what else ended it. */
function runProgram(program, args, { cwd, output, timeout, more = {} }) {
  if (!onWindows) return wine.runUnderWine(program, args, { cwd, output, timeout, more });
  const file = openSync(output, 'w');
  const { status, signal, error } = spawnSync(program, args, {
    cwd,
    timeout,
    env: { ...process.env, ...more },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  return status ?? signal ?? error.message;
}

/** Not by its name on Windows: it is a batch file there, which Node starts in a shell alone. */
function npm(args, options) {
  const script = join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js');
  if (onWindows) run(process.execPath, [script, ...args], options);
  else run('npm', args, options);
}

/** The tarball in an empty folder, with RxJS and no scripts, and the compiled tests beside it. */
function installPackage() {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  npm(['pack', '--ignore-scripts', '--pack-destination', app], quiet);
  const filename = readdirSync(app).find((file) => file.endsWith('.tgz'));
  const { devDependencies } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
  writeFileSync(`${app}/package.json`, '{ "private": true, "type": "module" }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(['install', ...options, `./${filename}`, `rxjs@${devDependencies.rxjs}`], {
    ...quiet,
    cwd: app,
  });
  run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'config/tsconfig.windows.json']);
}

/**
 * What the reporter counted. Tests that may not run here, skipped for it, are not missing; a run that ended otherwise than its counts say, or left tests out, is one
 * failure more.
 */
function count(report, end, least) {
  const of = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  const [passed, failed, skipped] = [of('pass'), of('fail') + of('cancelled'), of('skipped')];
  const told = changesRegistry ? passed : passed + skipped;
  if ((end === 0 && told >= least) || failed > 0) return { passed, failed, skipped };
  console.error(`  ended with ${String(end)}; ${passed} tests passed, of ${least} at the least`);
  return { passed, failed: failed + 1, skipped };
}

const tally = { passed: 0, failed: 0, skipped: 0 };

function report(what, counts, details) {
  const { passed, failed, skipped } = counts;
  console.log(`${what}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0) console.log(details);
  for (const name of Object.keys(tally)) tally[name] += counts[name];
}

/** What is tested is the release: both binaries, of these sources, and this system can use its own. */
function checkPackage() {
  const subscription = `
    const { connectionState$ } = require('rx-outlook');
    const outlook = require('rx-outlook/testing').embeddedOutlook({ profiles: ['Work'] });
    const subscription = connectionState$('Work', { backend: 'embedded' }).subscribe((state) => {
      console.log(process.platform, state);
      subscription.unsubscribe();
    });`;
  const ours = onWindows ? [`win32-${process.arch}`] : []; // Linux's binary is made nowhere else
  for (const [what, args, expected] of [
    ['binaries', [root('scripts/check-prebuilds.mjs'), 'node_modules/rx-outlook', ...ours], ''],
    ['subscription here', ['-e', subscription], `${process.platform} online\n`],
  ]) {
    const options = { cwd: app, encoding: 'utf8', timeout };
    const { stdout, stderr, status } = spawnSync(process.execPath, args, options);
    const passed = status === 0 && stdout === expected && stderr === '' ? 1 : 0;
    const details = `ended with ${String(status)}\n${stdout}${stderr}`;
    report(`the tarball, ${what}`, { passed, failed: 1 - passed, skipped: 0 }, details);
  }
}

/** The native tests, and what the suites load and start, where those look for it. */
function buildNative() {
  for (const [bitness, generator] of [
    ['x64', 'x64'],
    ['x86', 'Win32'],
  ]) {
    const toolchain = root(`config/mingw-${bitness}.cmake`);
    const compiler = onWindows
      ? ['-A', generator]
      : ['-G', 'Ninja', `-DCMAKE_TOOLCHAIN_FILE=${toolchain}`, ...quicklyMade];
    run('cmake', ['-S', root('test/windows/native'), '-B', build[bitness], ...compiler], quiet);
    // Not quietly: Ninja has what the compiler complains of on standard output.
    run('cmake', ['--build', build[bitness], '--config', 'Release']);
    for (const [name, file] of Object.entries(loaded[bitness])) {
      cpSync(`${built(bitness)}/${file}`, `${app}/native/${name}`);
    }
  }
}

/** Among them the same interfaces, declared a second time in C: see test/windows/README.md. */
function runWitnesses() {
  for (const one of witnesses) {
    const { program, args = [], checks, bitness = 'x64', isForMinGW = false } = one;
    if (onWindows && isForMinGW) continue;
    const output = `${build[bitness]}/${program}.log`;
    const end = runProgram(`${built(bitness)}/${program}.exe`, args, {
      cwd: built(bitness),
      output,
      timeout,
    });
    const said = readFileSync(output, 'utf8');
    const failed = said.match(/^not ok/gm)?.length ?? 0;
    // A program that never ran may well have ended with 0: its last line is what counts.
    const isWhole = end === 0 && said.includes(`\nall ${checks} checks passed`);
    const passed = said.match(/^ok/gm)?.length ?? 0;
    report(
      bitness === 'x64' ? program : `${program}, ${bitness}`,
      { passed, failed: failed || (isWhole ? 0 : 1), skipped: 0 },
      said,
    );
  }
}

function runSuites(version) {
  const node = onWindows ? process.execPath : wine.windowsNode(version);
  const required = onWindows ? hook.replaceAll('\\', '/') : wine.windowsPath(hook);
  for (const { suite, least, versions, bitness } of suites) {
    if (!versions.includes(version)) continue;
    const name = [suite.replace('/', '-'), version, bitness].filter(Boolean).join('-');
    const output = `${app}/${name}.log`;
    const tap = `${name}.tap`;
    writeFileSync(`${app}/${tap}`, '');
    const options = ['--test-reporter=tap', `--test-reporter-destination=${tap}`];
    const end = runProgram(node, [...options, `test/${suite}`], {
      cwd: app,
      output,
      timeout,
      more: {
        ...(bitness === undefined ? {} : { RX_OUTLOOK_TEST_BITNESS: bitness }),
        ...(suite.startsWith('bridge/') || bitness !== undefined ? slowBridge : {}),
        NODE_OPTIONS: `--require "${required}"`,
      },
    });
    const said = readFileSync(`${app}/${tap}`, 'utf8');
    const details = `${readFileSync(output, 'utf8')}\n${said}`;
    const against = bitness === undefined ? '' : `, in an Outlook for ${bitness}`;
    report(`Windows' Node ${version}, ${suite}${against}`, count(said, end, least), details);
  }
}

/** Under Wine everything is built anew; on Windows what `npm ci` has left is taken, or a release's binary. */
function prepare() {
  if (onWindows) {
    const parts = [`prebuilds/win32-${process.arch}/rx-outlook.node`, 'dist/node/lib.js'];
    if (!parts.every((part) => existsSync(root(part)))) {
      run(process.execPath, [root('scripts/build.mjs')]);
    }
    return;
  }
  process.on('exit', wine.stopWine);
  wine.installPackages();
  run(process.execPath, [root('scripts/build.mjs')]);
  run(process.execPath, [root('scripts/build-windows.mjs')]);
  wine.makePrefix();
}

prepare();
installPackage();
checkPackage();
if (!onWindows || exists('cmake')) {
  buildNative();
  runWitnesses();
} else {
  console.log(
    'CMake is not there: without the witnesses, and without the stand-in that other tests load',
  );
}
for (const version of nodes) runSuites(version);

console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
