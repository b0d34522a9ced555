// Mach-O, 64 bits: <mach-o/loader.h>, <mach-o/nlist.h> and, of its signature, <kern/cs_blobs.h>.
import { createHash } from 'node:crypto';
import { textAt } from './elf.mjs';

const machines = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
const commands = { symbols: 2, library: 0xc, id: 0xd, signature: 0x1d, version: 0x32 };
const [codeDirectory, sha256] = [0xfade0c02, 2];
/** In n_desc of an undefined symbol: the library is any that the process has. */
const anyLibrary = 0xfe;

/** Whether each page has the hash that the signature states. Big-endian. */
function isSignatureRight(image, start) {
  for (let index = 0; index < image.readUInt32BE(start + 8); ++index) {
    const at = start + image.readUInt32BE(start + 16 + 8 * index);
    if (image.readUInt32BE(at) !== codeDirectory) continue;
    const [hashes, count, limit] = [16, 28, 32].map((offset) => image.readUInt32BE(at + offset));
    const [hashSize, hashType] = [image[at + 36], image[at + 37]];
    const pageSize = 2 ** image[at + 39];
    if (hashType !== sha256 || count !== Math.ceil(limit / pageSize)) return false;
    return Array.from({ length: count }, (_, page) => page).every((page) => {
      const code = image.subarray(page * pageSize, Math.min((page + 1) * pageSize, limit));
      const stated = image.subarray(at + hashes + page * hashSize).subarray(0, hashSize);
      return createHash('sha256').update(code).digest().equals(stated);
    });
  }
  return false;
}

export function readMachO(image) {
  const found = { exports: [], imports: [], anywhere: [], libraries: [], locals: 0 };
  for (let at = 32, left = image.readUInt32LE(16); left > 0; --left) {
    const command = image.readUInt32LE(at) & 0x7fffffff;
    if (command === commands.id) found.installName = textAt(image, at + 24);
    if (command === commands.library) found.libraries.push(textAt(image, at + 24));
    if (command === commands.version) {
      const minimum = image.readUInt32LE(at + 12);
      found.macos = `${minimum >> 16}.${(minimum >> 8) & 0xff}`;
    }
    if (command === commands.signature) {
      found.isSigned = isSignatureRight(image, image.readUInt32LE(at + 8));
    }
    if (command === commands.symbols) readSymbols(image, at, found);
    at += image.readUInt32LE(at + 4);
  }
  return { format: 'darwin', arch: machines[image.readUInt32LE(4)], ...found };
}

function readSymbols(image, at, found) {
  const [start, count, texts] = [8, 12, 16].map((offset) => image.readUInt32LE(at + offset));
  for (let symbol = start; symbol < start + 16 * count; symbol += 16) {
    const type = image[symbol + 4];
    const name = textAt(image, texts + image.readUInt32LE(symbol)).replace(/^_/, '');
    const isExternal = (type & 1) !== 0;
    const isDefined = (type & 0xe) !== 0;
    if (!isExternal) found.locals += 1;
    else if (isDefined) found.exports.push(name);
    else if (image.readUInt16LE(symbol + 6) >> 8 === anyLibrary) found.anywhere.push(name);
    else found.imports.push(name);
  }
}
