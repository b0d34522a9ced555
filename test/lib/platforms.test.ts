import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interpreterOf } from '../../lib/elf.js';
import { isMusl, platform } from '../../lib/platforms.js';

const entryBytes = 56;

/** A program of Linux that asks for that dynamic loader, after a program header of another type. */
function programFor(interpreter: string): Buffer {
  const text = Buffer.from(`${interpreter}\0`);
  const start = 64 + 2 * entryBytes;
  const program = Buffer.alloc(start + text.length);
  program.writeUInt32BE(0x7f454c46, 0);
  program.set([2, 1, 1], 4);
  program.writeBigUInt64LE(64n, 32);
  program.writeUInt16LE(entryBytes, 54);
  program.writeUInt16LE(2, 56);
  program.writeUInt32LE(6, 64);
  program.writeUInt32LE(3, 64 + entryBytes);
  program.writeBigUInt64LE(BigInt(start), 64 + entryBytes + 8);
  program.writeBigUInt64LE(BigInt(text.length), 64 + entryBytes + 32);
  program.set(text, start);
  return program;
}

const glibc = '/lib64/ld-linux-x86-64.so.2';
const musl = '/lib/ld-musl-aarch64.so.1';

describe('the platform of a program', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
    path = join(folder, 'program');
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  /** What the process says of itself, and how often it was asked. */
  function reporting(header: Record<string, string>): jest.SpyInstance {
    const report = process.report as unknown as { getReport: () => object };
    return jest.spyOn(report, 'getReport').mockReturnValue({ header });
  }

  it.each([
    [musl, true],
    [glibc, false],
    ['/nix/store/glibc/lib/ld-linux-x86-64.so.2', false],
  ])('is read from its dynamic loader, %s', (interpreter, expected) => {
    const asked = reporting({ glibcVersionRuntime: expected ? '2.36' : '' });
    writeFileSync(path, programFor(interpreter));
    expect(interpreterOf(path)).toBe(interpreter);
    expect(isMusl(path)).toBe(expected);
    expect(asked).not.toHaveBeenCalled();
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a script', Buffer.from(`#!/bin/sh\n# ${'x'.repeat(100)}`)],
    ['a program of 32 bits', Buffer.from(programFor(musl)).fill(1, 4, 5)],
    ['a program of the other byte order', Buffer.from(programFor(musl)).fill(2, 5, 6)],
    ['program headers of another size', Buffer.from(programFor(musl)).fill(0, 54, 56)],
    ['a file that ends in its header', programFor(musl).subarray(0, 40)],
    ['a file that ends in its program headers', programFor(musl).subarray(0, 100)],
    ['a file that ends before the loader’s path', programFor(musl).subarray(0, 64 + 112)],
  ])('is what the process reports where the loader is unknown: %s', (_, program) => {
    writeFileSync(path, program);
    expect(interpreterOf(path)).toBeUndefined();
    reporting({ glibcVersionRuntime: '2.36' });
    expect(isMusl(path)).toBe(false);
    reporting({});
    expect(isMusl(path)).toBe(true);
  });

  it('is what the process reports where the program cannot be read', () => {
    reporting({});
    expect(isMusl(join(folder, 'none'))).toBe(true);
  });

  it('is not musl where the process cannot report either', () => {
    reporting({}).mockImplementation(() => {
      throw new Error('not implemented');
    });
    expect(isMusl(join(folder, 'none'))).toBe(false);
  });

  it('reads no more than a path of a file that claims a longer one', () => {
    const program = programFor(musl);
    program.writeBigUInt64LE(2n ** 40n, 64 + entryBytes + 32);
    writeFileSync(path, program);
    const file = openSync(path, 'r+');
    ftruncateSync(file, 2 ** 20);
    closeSync(file);
    expect(interpreterOf(path)).toBe(musl);
  });

  it('is the name of a folder of prebuilds/', () => {
    expect(platform()).toMatch(/^\w+-\w+(-musl)?$/);
  });
});
