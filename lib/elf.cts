import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Up to e_shnum, of a header of 64 bits. */
const headerBytes = 64;

/**
 * Counts the bytes that a file lacks. To load a library of which a part is missing, as while it
 * is being written, ends the process with SIGBUS. 0 when it is whole, and for what is no ELF file. Throws
 * what opening and reading it throws.
 */
export function missingBytes(path: string): number {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    const isHeader = readSync(file, header, 0, headerBytes, 0) === headerBytes;
    const is64Bit = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
    if (!isHeader || !is64Bit) return 0;
    // The section headers are what linkers write last.
    const end =
      Number(header.readBigUInt64LE(40)) + header.readUInt16LE(58) * header.readUInt16LE(60);
    return Math.max(end - fstatSync(file).size, 0);
  } finally {
    closeSync(file);
  }
}
