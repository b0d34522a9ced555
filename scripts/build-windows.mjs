// npm run build:windows: the binary for Windows (x64), cross-compiled with MinGW-w64 into prebuilds/.
import { cpSync, mkdirSync } from 'node:fs';
import { include_dir as nodeApi } from 'node-api-headers';
import { exists, root, run, tool } from './run.mjs';
import { sourcesDigest } from './sources.mjs';

const compiler = 'x86_64-w64-mingw32-g++-posix';
const target = 'win32-x64';

const missing = ['cmake', 'ninja', compiler].filter((command) => !exists(command));
if (missing.length > 0) {
  console.error(
    `Not there: ${missing.join(', ')}. ` +
      'On Debian: apt-get install cmake ninja-build g++-mingw-w64-x86-64-posix',
  );
  process.exit(1);
}

const build = root(`build/${target}`);
run('cmake', [
  ...['-S', root(''), '-B', build, '--log-level=WARNING'],
  ...['-G', 'Ninja'],
  '-DCMAKE_BUILD_TYPE=Release',
  `-DCMAKE_TOOLCHAIN_FILE=${root('config/mingw-x64.cmake')}`,
  `-DCMAKE_JS_INC=${nodeApi};${tool('node-addon-api')}`,
  `-DRX_OUTLOOK_NODE=${process.execPath}`,
  `-DRX_OUTLOOK_SOURCES=${sourcesDigest()}`,
  `-DRX_OUTLOOK_WERROR=${process.env.CI ? 'ON' : 'OFF'}`,
]);
run('cmake', ['--build', build, '--target', 'rx_outlook']);
mkdirSync(root(`prebuilds/${target}`), { recursive: true });
cpSync(`${build}/rx-outlook.node`, root(`prebuilds/${target}/rx-outlook.node`));
