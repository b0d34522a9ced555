// npm run test:windows [-- --all] [TITLE…]: the Windows binary, packed and installed as a user would, under Windows' own
// node.exe: on Windows the one that runs this, elsewhere two releases in Wine, in two prefixes side by side. It
// installs what it needs for that. --all: each suite under each release that it may depend on. With texts: what has one
// of them in its title. The last line counts the tests of all runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, existsSync, openSync, readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackage } from './installed-package.mjs';
import { exists, quiet, root, run } from './run.mjs';
import { fromNodeTest, fromWitness, Tally } from './tally.mjs';
import { checkPackage } from './windows/check-package.mjs';
import { loaded, suitesFor, witnesses } from './windows/suites.mjs';
import { makeUserFolder } from './windows/user-folder.mjs';
import * as wine from './windows/wine.mjs';

const onWindows = process.platform === 'win32';
const all = process.argv.includes('--all');
const titles = process.argv.slice(2).filter((one) => one !== '--all');
const isAsked = ({ title }) => titles.length === 0 || titles.some((text) => title.includes(text));
const nodes = onWindows ? [process.versions.node] : ['20.20.2', '22.22.3'];
/** On Windows its user decides that: test/windows/README.md. */
const changesRegistry = !onWindows || process.env.RX_OUTLOOK_TEST_REGISTRY === '1';
/**
 * Wine takes milliseconds for each answer from another process, and in there a flood costs that process its
 * turn: so over the bridge cases repeat what they repeat by thousands a hundredth as often.
 */
const slowBridge = onWindows ? {} : { RX_OUTLOOK_TEST_REPETITIONS: '0.01' };
const timeout = 10 * 60_000;
const app = root('build/windows/app');
/** Microsoft's generator has a folder for each configuration. */
const built = onWindows
  ? {
      x64: root('build/windows/x64/windows/Release'),
      x86: root('build/windows/x86/windows/Release'),
    }
  : { x64: root('build/win32-x64/windows'), x86: root('build/win32-ia32/windows') };
const hook = `${app}/test/windows/oneFileRxjs.cjs`;
const windowsPath = (path) => (onWindows ? path.replaceAll('\\', '/') : wine.windowsPath(path));
const tally = new Tally();

/** Runs a program of Windows', its output in a file. Returns the exit code, or what else ended it. */
async function runProgram(prefix, program, args, { cwd, output, more = {} }) {
  const options = { cwd, output, timeout, more };
  if (!onWindows) return await wine.runUnderWine(prefix, program, args, options);
  const file = openSync(output, 'w');
  const env = { ...process.env, ...more };
  const child = spawn(program, args, { cwd, timeout, env, stdio: ['ignore', file, file] });
  closeSync(file);
  const [code, signal] = await once(child, 'close');
  return code ?? signal;
}

/** Under Wine everything is brought up to date; on Windows what `npm ci` has left is taken, or a release's binary. */
function build() {
  if (!onWindows) {
    run(process.execPath, [root('scripts/build.mjs')]);
    run(process.execPath, [root('scripts/build-windows.mjs'), '--tests']);
    return;
  }
  const parts = [`prebuilds/win32-${process.arch}/rx-outlook.node`, 'dist/node/lib.js'];
  if (!parts.every((part) => existsSync(root(part)))) {
    run(process.execPath, [root('scripts/build.mjs')]);
  }
  if (!exists('cmake')) return;
  const headers = ['node-api-headers/include', 'node-addon-api'].map((one) =>
    root(`node_modules/${one}`),
  );
  for (const [bitness, generator, option] of [
    ['x64', 'x64', `-DCMAKE_JS_INC=${headers.join(';')}`],
    ['x86', 'Win32', '-DRX_OUTLOOK_ADDIN_ONLY=ON'],
  ]) {
    const folder = root(`build/windows/${bitness}`);
    const options = ['-A', generator, '-DRX_OUTLOOK_WINDOWS_TESTS=ON', option];
    run('cmake', ['-S', root(''), '-B', folder, ...options], quiet);
    const target = ['--target', 'rx_outlook_windows_tests'];
    run('cmake', ['--build', folder, '--config', 'Release', ...target]);
  }
}

/** What the suites load and start, put where they look for it. */
function placeLoaded() {
  for (const [bitness, files] of Object.entries(loaded)) {
    for (const [name, file] of Object.entries(files)) {
      cpSync(`${built[bitness]}/${file}`, `${app}/native/${name}`);
    }
  }
}

/** Among them the same interfaces, declared a second time in C: see test/windows/README.md. */
const witnessJobs = () =>
  witnesses
    .filter(({ isForMinGW = false }) => !(onWindows && isForMinGW))
    .map(({ program, args = [], checks, bitness = 'x64', outlook }) => ({
      title: [program, bitness, outlook && `an Outlook for ${outlook}`]
        .filter((one) => one !== undefined && one !== 'x64')
        .join(', '),
      async perform(prefix) {
        const cwd = built[bitness];
        const output = `${cwd}/${program}${outlook === undefined ? '' : `-${outlook}`}.log`;
        const started = outlook === undefined ? [] : [`${built[outlook]}/automation/OUTLOOK.exe`];
        const paths = [...args, ...started].map((one) =>
          isAbsolute(one) ? windowsPath(one) : one,
        );
        const end = await runProgram(prefix, `${cwd}/${program}.exe`, paths, { cwd, output });
        const said = readFileSync(output, 'utf8');
        const counts = fromWitness(said, end, checks);
        return { counts, details: `ended with ${String(end)}\n${said}` };
      },
    }));

const suiteJobs = () =>
  suitesFor(nodes, { all }).map(({ suite, least, version, bitness, hasUserFolder = false }) => ({
    title:
      `Windows' Node ${version}, ${suite}` +
      (bitness === undefined ? '' : `, in an Outlook for ${bitness}`),
    async perform(prefix) {
      const node = onWindows ? process.execPath : wine.windowsNode(version);
      const name = [suite.replace('/', '-'), version, bitness].filter(Boolean).join('-');
      const output = `${app}/${name}.log`;
      const userFolder = root(`build/windows/user-${bitness}`);
      if (hasUserFolder) makeUserFolder(userFolder, app);
      const reporters = ['tap', reporter].flatMap((one, index) => [
        `--test-reporter=${one}`,
        `--test-reporter-destination=${name}.${['tap', 'json'][index]}`,
      ]);
      const end = await runProgram(prefix, node, [...reporters, `test/${suite}`], {
        cwd: app,
        output,
        more: {
          ...(bitness === undefined ? {} : { RX_OUTLOOK_TEST_BITNESS: bitness }),
          ...(hasUserFolder ? { RX_OUTLOOK_TEST_USER_FOLDER: windowsPath(userFolder) } : {}),
          ...(suite.startsWith('bridge/') || bitness !== undefined ? slowBridge : {}),
          NODE_OPTIONS: `--require "${windowsPath(hook)}"`,
        },
      });
      // Tests that may not run here are skipped for it, and not missing.
      const counts = fromNodeTest(
        `${app}/${name}.json`,
        end,
        ({ passed, skipped }) => (changesRegistry ? passed : passed + skipped) >= least,
      );
      const tap = existsSync(`${app}/${name}.tap`)
        ? readFileSync(`${app}/${name}.tap`, 'utf8')
        : '';
      const details =
        `ended with ${String(end)}; at least ${least} tests must pass\n` +
        `${readFileSync(output, 'utf8')}\n${tap}`;
      return { counts, details };
    },
  }));

/** Loaded by Windows' Node. */
const reporter = pathToFileURL(root('scripts/node-test-reporter.mjs')).href.replace(
  'file:///',
  onWindows ? 'file:///' : 'file:///Z:/',
);

/** Takes one job after the other; each prefix has such a worker. */
async function work(jobs, prefix) {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    const begun = Date.now();
    const { counts, details } = await job.perform(prefix);
    const seconds = Math.round((Date.now() - begun) / 1000);
    tally.report(`${job.title} (${seconds} s)`, counts, details);
  }
}

if (!onWindows) wine.installWine();
build();
installPackage(app, 'windows');
checkPackage(app, tally);
// On Windows there is one registry, and so one worker.
const prefixes = onWindows ? [undefined] : wine.makePrefixes();
if (!onWindows) {
  process.on('exit', () => prefixes.forEach(wine.stopWine));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  for (const version of nodes) wine.windowsNode(version);
}
const hasNative = !onWindows || exists('cmake');
if (hasNative) placeLoaded();
else console.log('CMake is not there: no witnesses, and no stand-in that other tests load');
const jobs = [...suiteJobs(), ...(hasNative ? witnessJobs() : [])].filter(isAsked);
await Promise.all(prefixes.map((prefix) => work(jobs, prefix)));
tally.close();
