// npm run lint:native [-- --fix]: clang-format over native/, then clang-tidy over its translation
// units. --fix formats in place; what clang-tidy finds is mended by hand.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { configureNative, missing } from './configure-native.mjs';
import { exists, root, run } from './run.mjs';

const atOnce = 2;
const fix = process.argv.includes('--fix');

/** The release that the sources are formatted and checked with, else whichever there is. */
function tool(name) {
  const found = [`${name}-19`, name].find(exists);
  return found ?? missing(name, `${name}-19`);
}

const clangFormat = tool('clang-format');
const clangTidy = tool('clang-tidy');

const sources = readdirSync(root('native'), { recursive: true })
  .filter((path) => /\.(h|cc)$/.test(path))
  .map((path) => root(`native/${path}`));
run(clangFormat, [...(fix ? ['-i'] : ['--dry-run', '--Werror']), ...sources]);

/** The translation units of native/ that a build folder knows how to compile. */
function unitsOf(folder) {
  const commands = JSON.parse(readFileSync(`${folder}/compile_commands.json`, 'utf8'));
  const files = commands.map(({ file }) => file.replaceAll('\\', '/'));
  return files.filter((file) => file.startsWith(root('native/').replaceAll('\\', '/')));
}

const tests = configureNative('plain');
const units = new Map(unitsOf(tests).map((file) => [file, tests]));
if (existsSync(root('build/compile_commands.json'))) {
  for (const file of unitsOf(root('build'))) if (!units.has(file)) units.set(file, root('build'));
} else {
  console.log('native/addon is not checked: it has not been built yet (npm run build).');
}

function check([file, folder]) {
  return new Promise((resolve) => {
    const child = spawn(clangTidy, ['-p', folder, '--quiet', file]);
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

const waiting = [...units];
let failed = 0;
async function checkOneByOne() {
  for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
    if (!(await check(unit))) failed += 1;
  }
}
await Promise.all(Array.from({ length: atOnce }, checkOneByOne));
console.log(`${units.size} translation units checked, ${failed} with findings`);
process.exitCode = failed === 0 ? 0 : 1;
