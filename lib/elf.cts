import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The header of a 64-bit ELF file, up to e_shnum. */
const headerBytes = 64;

/**
 * Counts the bytes that are missing at the end of a file: loading a library that is still being written
 * ends the process with SIGBUS. Returns 0 for a whole file, and for a file that is not ELF. Throws what
 * opening and reading the file throws.
 */
export function missingBytes(path: string): number {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    const isHeader = readSync(file, header, 0, headerBytes, 0) === headerBytes;
    const is64Bit = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
    if (!isHeader || !is64Bit) return 0;
    // Linkers write the section headers last.
    const end =
      Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60);
    return Math.max(end - fstatSync(file).size, 0);
  } finally {
    closeSync(file);
  }
}
