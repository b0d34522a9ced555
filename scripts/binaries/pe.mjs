// PE: "PE Format", Microsoft. Reads what a release may depend on; how a file is hardened is read by
// scripts/hardening.mjs.
import { textAt } from './elf.mjs';

const machines = { 0x14c: 'ia32', 0x8664: 'x64', 0xaa64: 'arm64' };

export function readPe(image) {
  const header = image.readUInt32LE(0x3c);
  const optional = header + 24;
  const is64 = image.readUInt16LE(optional) === 0x20b;
  const directories = optional + (is64 ? 112 : 96);
  const directory = (index) => image.readUInt32LE(directories + 8 * index);
  const firstSection = optional + image.readUInt16LE(header + 20);
  const sections = Array.from({ length: image.readUInt16LE(header + 6) }, (_, index) => {
    const at = firstSection + 40 * index;
    return {
      address: image.readUInt32LE(at + 12),
      size: image.readUInt32LE(at + 16),
      offset: image.readUInt32LE(at + 20),
    };
  });
  /** The file's offset of what is loaded at that address. */
  const offsetOf = (address) => {
    const { address: start, offset } = sections.find(
      (one) => address >= one.address && address < one.address + one.size,
    );
    return address - start + offset;
  };

  const exports = [];
  if (directory(0) !== 0) {
    const at = offsetOf(directory(0));
    const names = offsetOf(image.readUInt32LE(at + 32));
    for (let index = 0; index < image.readUInt32LE(at + 24); ++index) {
      exports.push(textAt(image, offsetOf(image.readUInt32LE(names + 4 * index))));
    }
  }
  const libraries = [];
  for (let at = offsetOf(directory(1)); image.readUInt32LE(at + 12) !== 0; at += 20) {
    libraries.push(textAt(image, offsetOf(image.readUInt32LE(at + 12))));
  }
  const arch = machines[image.readUInt16LE(header + 4)];
  // The fifth directory holds a signature, by its offset in the file.
  return { format: 'win32', arch, exports, libraries, isSigned: directory(4) !== 0 };
}
