// The C++ tests' build folders, one a mode, with the addon in the same flavour: scripts/check-deep.mjs loads that
// one. The linter reads the plain one's compile commands.
import { spawnSync } from 'node:child_process';
import { include_dir as nodeApi } from 'node-api-headers';
import { exists, quiet, root, run, tool } from './run.mjs';
import { checkTools } from './tools.mjs';

const sanitized = (sanitizers) => [`-DRX_OUTLOOK_SANITIZE=${sanitizers}`];

/** How a mode is built, and how what is built runs. Node itself is not instrumented: scripts/check-deep.mjs. */
export const modes = {
  plain: { options: [] },
  asan: {
    options: sanitized('address,undefined'),
    env: {
      ASAN_OPTIONS: 'halt_on_error=1:detect_leaks=1:detect_stack_use_after_return=1',
      UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
    },
  },
  tsan: {
    options: sanitized('thread'),
    env: { TSAN_OPTIONS: 'halt_on_error=1:second_deadlock_stack=1' },
  },
  // The bridge as for macOS, without what only Linux has; kqueue is a stand-in.
  portable: { options: ['-DRX_OUTLOOK_PORTABLE=ON'] },
  coverage: { options: ['-DRX_OUTLOOK_COVERAGE=ON', '-DCMAKE_BUILD_TYPE=Debug'] },
};

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

/** Configures build/<name> with what is not the addon of the package, and returns its path. */
export function configure(name, options) {
  checkTools();
  const folder = root(`build/${name}`);
  const generator = exists('ninja') ? ['-G', 'Ninja'] : [];
  const fixed = ['-DRX_OUTLOOK_WERROR=ON', '-DCMAKE_BUILD_TYPE=RelWithDebInfo'];
  run('cmake', ['-S', root('.'), '-B', folder, ...generator, ...fixed, ...options], quiet);
  return folder;
}

/** Configures build/native-<mode>, builds the target there, and returns the folder's path. */
export function buildNative(mode, target) {
  const folder = configureNative(mode);
  const options = ['--config', 'RelWithDebInfo', '--parallel', '2', '--target', target];
  run('cmake', ['--build', folder, ...options]);
  return folder;
}

/** Configures build/native-<mode> and returns its path. A missing tool is named first. */
export function configureNative(mode) {
  if (!hasDoctest()) missing('doctest', 'doctest-dev');
  const headers = `-DCMAKE_JS_INC=${nodeApi};${tool('node-addon-api')}`;
  // On Windows an addon needs a library of Node's functions as well, which cmake-js provides.
  const addon = process.platform === 'win32' ? [] : [headers];
  return configure(`native-${mode}`, ['-DRX_OUTLOOK_TESTS=ON', ...addon, ...modes[mode].options]);
}
