// The C++ tests' build folders, one a mode; the linter reads the plain one's compile commands.
import { spawnSync } from 'node:child_process';
import { exists, quiet, root, run } from './run.mjs';
import { checkTools } from './tools.mjs';

/** Ends the script with the name of what is missing and its remedy. */
export function missing(what, debianPackage) {
  console.error(
    `${what} is missing. Install it with the system’s package manager, such as: ` +
      `apt install ${debianPackage}`,
  );
  process.exit(1);
}

function hasDoctest() {
  if (process.platform === 'win32') return true; // the compiler is CMake's to find there
  const compiler = [process.env.CXX, 'c++', 'g++', 'clang++'].filter(Boolean).find(exists);
  const input = '#include <doctest/doctest.h>\n';
  return spawnSync(compiler, ['-E', '-x', 'c++', '-'], { input }).status === 0;
}

/** Configures build/<name> with what is not the addon, and returns its path. */
export function configure(name, options) {
  checkTools();
  const folder = root(`build/${name}`);
  const generator = exists('ninja') ? ['-G', 'Ninja'] : [];
  const fixed = ['-DRX_OUTLOOK_WERROR=ON', '-DCMAKE_BUILD_TYPE=RelWithDebInfo'];
  run('cmake', ['-S', root('.'), '-B', folder, ...generator, ...fixed, ...options], quiet);
  return folder;
}

/** Configures build/native-<mode> and returns its path. A missing tool is named first. */
export function configureNative(mode, options = []) {
  if (!hasDoctest()) missing('doctest', 'doctest-dev');
  return configure(`native-${mode}`, ['-DRX_OUTLOOK_TESTS=ON', ...options]);
}
