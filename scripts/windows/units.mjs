// What clang-tidy is to check as compiled for Windows: what only Windows compiles, or otherwise than Linux.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { root } from '../run.mjs';

const native = root('native/');
const witnesses = root('native/test/windows/');

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
 * Their files, each with the folder that has their compile commands. `npm run build:windows -- --tests` writes
 * those. `known` are the files that are checked as compiled for this system.
 */
export function windowsUnits(known) {
  const commands = root('build/win32-x64/compile_commands.json');
  if (!existsSync(commands)) {
    console.log('What Windows alone compiles is not checked: npm run build:windows -- --tests.');
    return [];
  }
  const isMeant = (file) =>
    file.startsWith(witnesses) ||
    (file.startsWith(native) && (!known.has(file) || hasWindowsBranch(file)));
  const meant = new Map();
  for (const unit of JSON.parse(readFileSync(commands, 'utf8'))) {
    if (!isMeant(unit.file)) continue;
    // Clang takes the system and its headers from the compiler's name, but it has no such option.
    const command = unit.command.replace(' -fno-keep-inline-dllexport', '');
    meant.set(unit.file, { ...unit, command });
  }
  const folder = root('build/lint/win32-x64');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/compile_commands.json`, JSON.stringify([...meant.values()]));
  return [...meant.keys()].map((file) => [file, folder]);
}
