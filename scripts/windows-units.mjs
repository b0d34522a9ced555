// What clang-tidy is to check as compiled for Windows: what only Windows compiles, or otherwise than Linux.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { root } from './run.mjs';

const native = root('native/');
const witnesses = root('test/windows/native/');

/** Whether a unit, or one of our headers that it includes itself, has a branch for Windows. */
function hasWindowsBranch(file) {
  const text = readFileSync(file, 'utf8');
  const included = [...text.matchAll(/^#include "(.+)"/gm)].map(([, path]) => path);
  const headers = included.flatMap((path) => [resolve(native, path), resolve(dirname(file), path)]);
  return [file, ...headers.filter(existsSync)].some((path) =>
    /^#.*\b_WIN32\b/m.test(readFileSync(path, 'utf8')),
  );
}

/**
 * Their files by the folder that has their compile commands, once npm run test:windows has built them.
 * `known` are those that are checked as compiled for this system.
 */
export function windowsUnits(known) {
  const units = [];
  for (const [build, isMeant] of [
    [
      'win32-x64',
      (file) => file.startsWith(native) && (!known.has(file) || hasWindowsBranch(file)),
    ],
    ['windows/native', (file) => file.startsWith(witnesses)],
  ]) {
    const commands = root(`build/${build}/compile_commands.json`);
    if (!existsSync(commands)) {
      console.log(`${build} is not checked: it has not been built yet (npm run test:windows).`);
      continue;
    }
    const meant = new Map();
    for (const unit of JSON.parse(readFileSync(commands, 'utf8'))) {
      if (!isMeant(unit.file)) continue;
      // Clang takes the system and its headers from the compiler's name, but it has no such option.
      const command = unit.command.replace(' -fno-keep-inline-dllexport', '');
      meant.set(unit.file, { ...unit, command });
    }
    const folder = root(`build/lint/${build}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/compile_commands.json`, JSON.stringify([...meant.values()]));
    for (const file of meant.keys()) units.push([file, folder]);
  }
  return units;
}
