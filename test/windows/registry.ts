import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** REG_SZ, REG_DWORD, REG_EXPAND_SZ, REG_MULTI_SZ or REG_BINARY. */
export type Value =
  | string
  | number
  | { readonly expand: string }
  | { readonly multi: readonly string[] }
  | { readonly bytes: Buffer };

/** Keys, with their values by name; `''` is the default value's. */
export type Keys = Readonly<Record<string, Readonly<Record<string, Value>>>>;

export interface Change {
  /** Keys that go first, with all that is below them. */
  readonly remove?: readonly string[] | undefined;
  readonly add?: Keys | undefined;
}

const roots = { HKLM: 'HKEY_LOCAL_MACHINE', HKCU: 'HKEY_CURRENT_USER' };

const full = (key: string): string =>
  key.replace(/^HK(LM|CU)(?=\\)/, (root) => roots[root as keyof typeof roots]);

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const listed = (bytes: Buffer): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join();

const bytes = (text: string): string => listed(Buffer.from(text, 'utf16le'));

function written(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return `dword:${value.toString(16).padStart(8, '0')}`;
  if ('bytes' in value) return `hex:${listed(value.bytes)}`;
  if ('expand' in value) return `hex(2):${bytes(`${value.expand}\0`)}`;
  return `hex(7):${bytes(`${value.multi.map((one) => `${one}\0`).join('')}\0`)}`;
}

function* lines({ remove = [], add = {} }: Change): Generator<string> {
  yield 'Windows Registry Editor Version 5.00';
  for (const key of remove) yield* ['', `[-${full(key)}]`];
  for (const [key, values] of Object.entries(add)) {
    yield* ['', `[${full(key)}]`];
    for (const [name, value] of Object.entries(values)) {
      yield `${name === '' ? '@' : quoted(name)}=${written(value)}`;
    }
  }
  yield '';
}

function reg(...args: readonly string[]) {
  return spawnSync('reg.exe', args, { encoding: 'utf8', timeout: 60_000 });
}

/**
 * All of it in one go, as a file, in which a name may be any sequence of UTF-16. Asks nobody whether it may:
 * tests go through permission.ts.
 */
export function importKeys(change: Change): void {
  const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  try {
    const file = join(folder, 'change.reg');
    writeFileSync(file, Buffer.from(`\ufeff${[...lines(change)].join('\r\n')}`, 'utf16le'));
    const { status, stderr, error } = reg('import', file);
    assert.deepEqual([status, error], [0, undefined], stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function keyExists(key: string): boolean {
  return reg('query', key).status === 0;
}

/** A value as text; `undefined` when it is not there. */
export function readValue(
  key: string,
  name: string,
  ...options: readonly string[]
): string | undefined {
  const { status, stdout } = reg('query', key, '/v', name, ...options);
  return status === 0 ? /REG_\w+ +(.*?)\r?$/m.exec(stdout)?.[1] : undefined;
}

/** The names of the keys right below one, any Unicode: what `reg query` prints is not. */
export function subkeys(key: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  try {
    const file = join(folder, 'keys.reg');
    if (reg('export', key, file).status !== 0) return [];
    const start = `[${full(key)}\\`.toLowerCase();
    return readFileSync(file, 'utf16le')
      .split('\r\n')
      .filter((line) => line.toLowerCase().startsWith(start))
      .map((line) => line.slice(start.length, -1))
      .filter((name) => !name.includes('\\'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every key from that one on, with its values as `reg export` writes them; none when there is no such key. */
export function exportKeys(key: string): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  try {
    const file = join(folder, 'keys.reg');
    const keys = new Map<string, string[]>();
    if (reg('export', key, file).status !== 0) return keys;
    let values: string[] = [];
    // A long value goes on in the next line.
    for (const line of readFileSync(file, 'utf16le')
      .replace(/\\\r?\n */g, '')
      .split(/\r?\n/)) {
      if (line.startsWith('[')) keys.set(line.slice(1, -1), (values = []));
      else if (line !== '') values.push(line);
    }
    for (const all of keys.values()) all.sort();
    return keys;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
