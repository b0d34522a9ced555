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

/** Configures build/native-<mode> and returns its path. A missing tool is named first. */
export function configureNative(mode, options = []) {
  checkTools();
  if (!hasDoctest()) missing('doctest', 'doctest-dev');
  const folder = root(`build/native-${mode}`);
  const generator = exists('ninja') ? ['-G', 'Ninja'] : [];
  const fixed = ['TESTS=ON', 'WERROR=ON'].map((option) => `-DRX_OUTLOOK_${option}`);
  const type = '-DCMAKE_BUILD_TYPE=RelWithDebInfo';
  run('cmake', ['-S', root('.'), '-B', folder, ...generator, ...fixed, type, ...options], quiet);
  return folder;
}
