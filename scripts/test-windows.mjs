// npm run test:windows: the Windows binary, packed and installed as a user would, under Windows' own node.exe
// in Wine. Installs what it needs. The last line counts the tests of all runs.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { quiet, root, run, tool } from './run.mjs';
import { installPackages, makePrefix, runUnderWine, stopWine, windowsNode } from './wine.mjs';

const nodes = ['20.20.2', '22.22.3'];
/**
 * Each suite, and how many of its tests must pass: a run that says less has left some out. Those that ask
 * nothing of JavaScript run under one version only.
 */
const suites = [
  { suite: 'contract.test.js', least: 48, versions: nodes },
  { suite: 'process.test.js', least: 6, versions: nodes },
  { suite: 'msmapi.test.js', least: 51, versions: nodes },
  { suite: 'discovery.test.js', least: 24, versions: nodes.slice(-1) },
  { suite: 'failure.test.js', least: 11, versions: nodes.slice(-1) },
  { suite: 'profiles.test.js', least: 6, versions: nodes.slice(-1) },
];
/** What the suites load. */
const dlls = ['msmapi32', 'decorated'];
/** Each witness, the DLL it is put against, and how many checks it makes. */
const witnesses = [
  { program: 'witness_client', dll: 'msmapi32.dll', checks: 198 },
  { program: 'object_test', dll: 'witness_object.dll', checks: 81 },
  {
    program: 'node_api_host_test',
    dll: '../../../prebuilds/win32-x64/rx-outlook.node',
    checks: 34,
  },
];
const timeout = 10 * 60_000;
const app = root('build/windows/app');
const build = root('build/windows/native');

/** The tarball in an empty folder, with RxJS and no scripts, and the compiled tests beside it. */
function installPackage() {
  rmSync(app, { recursive: true, force: true });
  mkdirSync(app, { recursive: true });
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', app], quiet);
  const filename = readdirSync(app).find((file) => file.endsWith('.tgz'));
  const { devDependencies } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
  writeFileSync(`${app}/package.json`, '{ "private": true, "type": "module" }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  run('npm', ['install', ...options, `./${filename}`, `rxjs@${devDependencies.rxjs}`], {
    ...quiet,
    cwd: app,
  });
  run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'config/tsconfig.windows.json']);
}

/**
 * What the reporter counted; a run that ended otherwise than its counts say, or left tests out, is one
 * failure more.
 */
function count(report, end, least) {
  const of = (what) => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(report)?.[1] ?? 0);
  const [passed, failed, skipped] = [of('pass'), of('fail') + of('cancelled'), of('skipped')];
  if ((end === 0 && passed >= least) || failed > 0) return { passed, failed, skipped };
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

/** What Windows gets is the release: both binaries, of these sources, and Linux can use its own. */
function checkPackage() {
  const subscription = `
    const { connectionState$ } = require('rx-outlook');
    const outlook = require('rx-outlook/testing').embeddedOutlook({ profiles: ['Work'] });
    const subscription = connectionState$('Work', { backend: 'embedded' }).subscribe((state) => {
      console.log(process.platform, state);
      subscription.unsubscribe();
    });`;
  for (const [what, args, expected] of [
    ['binaries', [root('scripts/check-prebuilds.mjs'), 'node_modules/rx-outlook'], ''],
    ['subscription on Linux', ['-e', subscription], 'linux online\n'],
  ]) {
    const options = { cwd: app, encoding: 'utf8', timeout };
    const { stdout, stderr, status } = spawnSync(process.execPath, args, options);
    const passed = status === 0 && stdout === expected && stderr === '' ? 1 : 0;
    const details = `ended with ${String(status)}\n${stdout}${stderr}`;
    report(`the tarball, ${what}`, { passed, failed: 1 - passed, skipped: 0 }, details);
  }
}

/** The native tests, and the DLLs that the suites load, where those look for them. */
function buildNative() {
  const toolchain = `-DCMAKE_TOOLCHAIN_FILE=${root('config/mingw-x64.cmake')}`;
  run('cmake', ['-S', root('test/windows/native'), '-B', build, '-G', 'Ninja', toolchain], quiet);
  run('cmake', ['--build', build], quiet);
  for (const dll of dlls) cpSync(`${build}/${dll}.dll`, `${app}/native/${dll}.dll`);
}

/** The same interfaces, declared a second time in C: see test/windows/README.md. */
function runWitnesses() {
  for (const { program, dll, checks } of witnesses) {
    const output = `${build}/${program}.log`;
    const end = runUnderWine(`${build}/${program}.exe`, [dll], {
      cwd: build,
      output,
      timeout,
    });
    const said = readFileSync(output, 'utf8');
    const failed = said.match(/^not ok/gm)?.length ?? 0;
    // A program that never ran may well have ended with 0: its last line is what counts.
    const isWhole = end === 0 && said.includes(`\nall ${checks} checks passed`);
    const passed = said.match(/^ok/gm)?.length ?? 0;
    report(program, { passed, failed: failed || (isWhole ? 0 : 1), skipped: 0 }, said);
  }
}

function runSuites(version) {
  const node = windowsNode(version);
  for (const { suite, least, versions } of suites) {
    if (!versions.includes(version)) continue;
    const output = `${app}/${suite}-${version}.log`;
    const tap = `${suite}-${version}.tap`;
    writeFileSync(`${app}/${tap}`, '');
    const options = ['--test-reporter=tap', `--test-reporter-destination=${tap}`];
    const end = runUnderWine(node, [...options, `test/windows/${suite}`], {
      cwd: app,
      output,
      timeout,
    });
    const said = readFileSync(`${app}/${tap}`, 'utf8');
    const details = `${readFileSync(output, 'utf8')}\n${said}`;
    report(`Windows' Node ${version}, ${suite}`, count(said, end, least), details);
  }
}

process.on('exit', stopWine);
installPackages();
run(process.execPath, [root('scripts/build.mjs')]);
run(process.execPath, [root('scripts/build-windows.mjs')]);
makePrefix();
installPackage();
checkPackage();
buildNative();
runWitnesses();
for (const version of nodes) runSuites(version);

console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
