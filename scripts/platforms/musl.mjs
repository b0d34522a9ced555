// Bun's build for musl, on Debian: npm has no Node for musl. Its loader is Debian's musl; the shared libstdc++ that it
// asks for is a part of Alpine, and is made here of Debian's static one, of what Bun takes from it alone.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { installPackages, unpackPackage } from '../debian.mjs';
import { root, run } from '../run.mjs';
import { fetchPackage } from '../runtimes/programs.mjs';

const compilers = { x64: 'g++', arm64: 'aarch64-linux-gnu-g++' };
const debian = { x64: 'amd64', arm64: 'arm64' };

/** What the program takes from libstdc++, by its dynamic symbols: also what it has a copy of, such as vtables. */
function symbolsOf(program) {
  const { stdout } = spawnSync('llvm-nm', ['--dynamic', program], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const names = stdout.matchAll(/ [UB] ((?:_Z|__cxa_|__dynamic_cast|_Unwind_)\w*)/g);
  return [...new Set([...names].map(([, name]) => name))];
}

function makeLibrary(arch, program, folder) {
  const compiler = compilers[arch];
  const archive = (name) =>
    spawnSync(compiler, [`-print-file-name=${name}`], { encoding: 'utf8' }).stdout.trim();
  const [object, library] = [`${folder}/stand-in.o`, `${folder}/libstdc++.so.6`];
  const source = root('scripts/platforms/libstdcxx.c');
  run(compiler, ['-x', 'c', '-O1', '-fPIC', '-c', source, '-o', object]);
  run(compiler, [
    ...['-shared', '-nostdlib', '-Wl,-soname,libstdc++.so.6', '-Wl,--gc-sections'],
    ...symbolsOf(program).map((name) => `-Wl,-u,${name}`),
    ...[object, ...['libstdc++.a', 'libgcc_eh.a', 'libgcc.a'].map(archive), '-o', library],
  ]);
}

/** The program's path, its version, and where musl's loader and the library are. */
export function fetchMusl(arch, line = '1') {
  installPackages(['llvm', ...(arch === 'arm64' ? ['g++-aarch64-linux-gnu'] : ['g++'])]);
  const cpu = arch === 'arm64' ? 'aarch64' : 'x64';
  const name = `bun-${arch}-musl`;
  const platform = ['--force', `--cpu=${arch}`, '--libc=musl'];
  const { path, version } = fetchPackage(name, `@oven/bun-linux-${cpu}-musl`, line, platform);
  const program = `${path}/bin/bun`;
  const folder = root(`build/platforms/musl-${arch}`);
  // The folder that Debian's loader looks in by itself.
  const libraries = `${folder}/lib/${arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-musl`;
  const note = `${folder}/made-for`;
  if (!existsSync(note) || readFileSync(note, 'utf8') !== version) {
    mkdirSync(folder, { recursive: true });
    unpackPackage('musl', debian[arch], folder);
    makeLibrary(arch, program, libraries);
    writeFileSync(note, version);
  }
  return { program, version, folder, libraries };
}
