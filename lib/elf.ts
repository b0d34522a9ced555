import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The header of a 64-bit ELF file, up to e_shnum. */
const headerBytes = 64;
/** A program header of such a file, and its type for the path of the dynamic loader. */
const entryBytes = 56;
const interpreterType = 3;
/** Linux allows no longer path. */
const longestPath = 4096;

/** Opens a file, and passes its header to `use`; undefined for a file that is not ELF of 64 bits, little-endian. */
function withHeader<T>(path: string, use: (header: Buffer | undefined, file: number) => T): T {
  const file = openSync(path, 'r');
  try {
    const header = read(file, 0, headerBytes);
    const isElf =
      header.length === headerBytes &&
      header.readUInt32BE(0) === 0x7f454c46 &&
      header[4] === 2 &&
      header[5] === 1;
    return use(isElf ? header : undefined, file);
  } finally {
    closeSync(file);
  }
}

function read(file: number, position: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  return buffer.subarray(0, readSync(file, buffer, 0, bytes, position));
}

/**
 * Counts the bytes that are missing at the end of a file: loading a library that is still being written
 * ends the process with SIGBUS. Returns 0 for a whole file, and for a file that is not ELF. Throws what
 * opening and reading the file throws.
 */
export function missingBytes(path: string): number {
  return withHeader(path, (header, file) => {
    if (header === undefined) return 0;
    // Linkers write the section headers last.
    const end =
      Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60);
    return Math.max(end - fstatSync(file).size, 0);
  });
}

/**
 * Returns the path of the dynamic loader that a program asks for; undefined for a program without one, and for a
 * file that is not ELF or is cut off. Throws what opening and reading the file throws.
 */
export function interpreterOf(path: string): string | undefined {
  return withHeader(path, (header, file) => {
    if (header?.readUInt16LE(54) !== entryBytes) return undefined;
    const start = Number(header.readBigUInt64LE(32));
    const entries = read(file, start, header.readUInt16LE(56) * entryBytes);
    for (let at = 0; at + entryBytes <= entries.length; at += entryBytes) {
      if (entries.readUInt32LE(at) !== interpreterType) continue;
      const bytes = Math.min(Number(entries.readBigUInt64LE(at + 32)), longestPath);
      const text = read(file, Number(entries.readBigUInt64LE(at + 8)), bytes).toString('latin1');
      return text.replace(/\0.*$/s, '') || undefined;
    }
    return undefined;
  });
}
