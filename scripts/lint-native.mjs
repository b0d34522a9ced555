// npm run lint:native [-- --fix] [--analyzer] [--product]: clang-format over whatever is C or C++, then clang-tidy
// over the translation units of whatever has been built, for Windows too. --fix formats in place; what clang-tidy finds
// is fixed by hand. --analyzer: with the checks of clang's static analyzer, which take four fifths of the time.
// --product: without the tests.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { configureNative, missing } from './configure-native.mjs';
import { exists, root, run } from './run.mjs';
import { windowsUnits } from './windows/units.mjs';

const atOnce = 2;
const fix = process.argv.includes('--fix');
const isProduct = process.argv.includes('--product');
const checks = process.argv.includes('--analyzer') ? [] : ['--checks=-clang-analyzer-*'];

/** The release that the sources are formatted and checked with, else whichever there is. */
function tool(name) {
  const found = [`${name}-19`, name].find(exists);
  return found ?? missing(name, `${name}-19`);
}

const clangFormat = tool('clang-format');
const clangTidy = tool('clang-tidy');

const folders = ['native/', 'bench/native/'];
const sources = folders.flatMap((folder) =>
  readdirSync(root(folder), { recursive: true })
    .filter((path) => /\.(h|c|cc)$/.test(path))
    .map((path) => root(`${folder}${path}`)),
);
run(clangFormat, [...(fix ? ['-i'] : ['--dry-run', '--Werror']), ...sources]);

const slashes = (path) => path.replaceAll('\\', '/');

/** --product: the tests are left to the night. */
function isAsked(file) {
  return !isProduct || !file.startsWith(slashes(root('native/test/')));
}

/** The translation units of ours that a build folder knows how to compile. */
function unitsOf(folder) {
  const commands = JSON.parse(readFileSync(`${folder}/compile_commands.json`, 'utf8'));
  const files = commands.map(({ file }) => slashes(file));
  return files.filter(
    (file) => folders.some((ours) => file.startsWith(slashes(root(ours)))) && isAsked(file),
  );
}

const units = new Map();
for (const mode of ['plain', 'portable']) {
  const folder = configureNative(mode);
  for (const file of unitsOf(folder)) if (!units.has(file)) units.set(file, folder);
}
for (const [build, what, command] of [
  [root('build'), 'native/addon', 'npm run build'],
  [root('build/bench'), 'bench/native', 'npm run bench -- --quick'],
]) {
  if (existsSync(`${build}/compile_commands.json`)) {
    for (const file of unitsOf(build)) if (!units.has(file)) units.set(file, build);
  } else {
    console.log(`${what} is not checked: it has not been built yet (${command}).`);
  }
}

function check([file, folder]) {
  return new Promise((resolve) => {
    const child = spawn(clangTidy, ['-p', folder, '--quiet', ...checks, file]);
    let output = '';
    let complaints = ''; // how much was suppressed, unless clang-tidy could not work at all
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text));
    child.on('close', (code) => {
      if (code !== 0) process.stdout.write(output + complaints);
      resolve(code === 0);
    });
  });
}

const all = [...units, ...windowsUnits(units)].filter(([file]) => isAsked(slashes(file)));
const waiting = [...all];
let failed = 0;
async function checkOneByOne() {
  for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
    if (!(await check(unit))) failed += 1;
  }
}
await Promise.all(Array.from({ length: atOnce }, checkOneByOne));
console.log(`${all.length} translation units checked, ${failed} with findings`);
process.exitCode = failed === 0 ? 0 : 1;
