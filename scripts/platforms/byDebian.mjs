// The addon for linux-arm64 by Debian's compiler: in half a minute, but for glibc 2.34 and later. A submission is tested
// with it; a release has the one that npm run build:all makes.
import { cpSync, mkdirSync } from 'node:fs';
import { include_dir as nodeApi } from 'node-api-headers';
import { configure } from '../configure-native.mjs';
import { installPackages } from '../debian.mjs';
import { run, tool } from '../run.mjs';
import { sourcesDigest } from '../sources.mjs';

/** Builds it into the package that is installed in `app`. */
export function buildByDebian(app) {
  installPackages(['g++-aarch64-linux-gnu', 'cmake', 'ninja-build']);
  const folder = configure('cross/linux-arm64-debian', [
    ...['-DCMAKE_SYSTEM_NAME=Linux', '-DCMAKE_SYSTEM_PROCESSOR=aarch64'],
    '-DCMAKE_CXX_COMPILER=aarch64-linux-gnu-g++',
    '-DCMAKE_BUILD_TYPE=Release',
    `-DCMAKE_JS_INC=${nodeApi};${tool('node-addon-api')}`,
    `-DRX_OUTLOOK_SOURCES=${sourcesDigest()}`,
  ]);
  run('cmake', ['--build', folder, '--target', 'rx_outlook']);
  const packed = `${app}/node_modules/rx-outlook/prebuilds/linux-arm64`;
  mkdirSync(packed, { recursive: true });
  cpSync(`${folder}/rx-outlook.node`, `${packed}/rx-outlook.node`);
  return packed;
}
