// npm run build:windows: what Windows gets, cross-compiled with MinGW-w64 into prebuilds/: the addon for x64, and
// the add-in for Outlook in both of its bitnesses. With --tests also the programs of native/test/windows, of the
// same objects: npm run test:windows.
import { cpSync, mkdirSync } from 'node:fs';
import { include_dir as nodeApi } from 'node-api-headers';
import { exists, root, run, tool } from './run.mjs';
import { sourcesDigest } from './sources.mjs';

const withTests = process.argv.includes('--tests');
const addin = { target: 'rx_outlook_addin_dll', file: 'native/addin/rx-outlook-addin.dll' };
const builds = [
  {
    folder: 'win32-x64',
    toolchain: 'mingw-x64',
    options: [
      `-DCMAKE_JS_INC=${nodeApi};${tool('node-addon-api')}`,
      `-DRX_OUTLOOK_NODE=${process.execPath}`,
    ],
    binaries: [{ target: 'rx_outlook', file: 'rx-outlook.node' }, addin],
  },
  {
    folder: 'win32-ia32',
    toolchain: 'mingw-x86',
    options: ['-DRX_OUTLOOK_ADDIN_ONLY=ON'],
    binaries: [addin],
  },
];

const compilers = ['x86_64-w64-mingw32-g++-posix', 'i686-w64-mingw32-g++-posix'];
const missing = ['cmake', 'ninja', ...compilers].filter((command) => !exists(command));
if (missing.length > 0) {
  console.error(
    `Not there: ${missing.join(', ')}. On Debian: ` +
      'apt-get install cmake ninja-build g++-mingw-w64-x86-64-posix g++-mingw-w64-i686-posix',
  );
  process.exit(1);
}

for (const { folder, toolchain, options, binaries } of builds) {
  const build = root(`build/${folder}`);
  run('cmake', [
    ...['-S', root(''), '-B', build, '--log-level=WARNING'],
    ...['-G', 'Ninja'],
    '-DCMAKE_BUILD_TYPE=Release',
    `-DCMAKE_TOOLCHAIN_FILE=${root(`config/${toolchain}.cmake`)}`,
    ...options,
    `-DRX_OUTLOOK_SOURCES=${sourcesDigest()}`,
    `-DRX_OUTLOOK_WERROR=${process.env.CI ? 'ON' : 'OFF'}`,
    `-DRX_OUTLOOK_WINDOWS_TESTS=${withTests ? 'ON' : 'OFF'}`,
  ]);
  const targets = binaries.map(({ target }) => target);
  run('cmake', [
    ...['--build', build, '--target', ...targets],
    ...(withTests ? ['rx_outlook_windows_tests'] : []),
  ]);
  mkdirSync(root(`prebuilds/${folder}`), { recursive: true });
  for (const { file } of binaries) {
    cpSync(`${build}/${file}`, root(`prebuilds/${folder}/${file.split('/').at(-1)}`));
  }
}
