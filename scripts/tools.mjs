// What must be on the machine, named with its remedy before anything else can fail.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { exists, root } from './run.mjs';

const install = {
  linux: 'with the system’s package manager, such as: apt install cmake make g++',
  darwin: 'with: xcode-select --install && brew install cmake',
  win32: 'with: winget install Kitware.CMake Microsoft.VisualStudio.2022.BuildTools',
};

function missing(what) {
  const remedy = install[process.platform] ?? 'with the system’s package manager';
  console.error(`rx-outlook cannot be built: ${what} is missing. Install it ${remedy}.`);
  process.exit(1);
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
  const semver = createRequire(import.meta.url)('semver');
  if (semver.satisfies(process.versions.node, engines.node)) return;
  console.error(
    `rx-outlook needs Node ${engines.node}; this is ${process.versions.node}. ` +
      'Install a supported release of Node.js and run the command again.',
  );
  process.exit(1);
}

export function checkTools() {
  checkNode();
  if (!exists('cmake')) missing('CMake 3.15 or later');
  if (process.platform === 'win32') return; // cmake-js finds Visual Studio, or says what to install
  const compilers = [process.env.CXX, 'c++', 'g++', 'clang++'].filter(Boolean);
  if (!compilers.some(exists)) missing('a C++17 compiler');
  if (!['ninja', 'make'].some(exists)) missing('Ninja or Make');
}
