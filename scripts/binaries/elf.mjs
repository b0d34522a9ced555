// ELF, 64 bits, little-endian: the System V ABI and its GNU extensions. Reads what a release may depend on; how a file
// is hardened is read by scripts/hardening.mjs.
const machines = { 0x3e: 'x64', 0xb7: 'arm64' };
const [dynamicSection, symbolsSection, needsSection] = [6, 11, 0x6ffffffe];
const [needed, flags] = [1, 30];

/** The text at an offset, up to its NUL. */
export function textAt(image, at) {
  return image.toString('latin1', at, image.indexOf(0, at));
}

export function readElf(image) {
  const number = (at) => Number(image.readBigUInt64LE(at));
  const [start, size, count] = [number(0x28), image.readUInt16LE(0x3a), image.readUInt16LE(0x3c)];
  const sections = Array.from({ length: count }, (_, index) => {
    const at = start + index * size;
    return {
      type: image.readUInt32LE(at + 4),
      offset: number(at + 0x18),
      size: number(at + 0x20),
      link: image.readUInt32LE(at + 0x28),
    };
  });
  const section = (type) => sections.find((one) => one.type === type) ?? { offset: 0, size: 0 };
  const textsOf =
    ({ link }) =>
    (offset) =>
      textAt(image, sections[link].offset + offset);

  const dynamic = section(dynamicSection);
  const libraries = [];
  let hasStaticTls = false;
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
    if (number(at) === needed) libraries.push(textsOf(dynamic)(number(at + 8)));
    if (number(at) === flags && (number(at + 8) & 0x10) !== 0) hasStaticTls = true;
  }

  const symbols = section(symbolsSection);
  const exports = [];
  const imports = [];
  for (let at = symbols.offset + 24; at < symbols.offset + symbols.size; at += 24) {
    const name = textsOf(symbols)(image.readUInt32LE(at));
    if (image.readUInt16LE(at + 6) === 0) imports.push(name);
    else exports.push(name);
  }

  const needs = section(needsSection);
  const versions = [];
  for (let file = needs.offset, more = needs.size; more !== 0; file += more) {
    let at = file + image.readUInt32LE(file + 8);
    for (let left = image.readUInt16LE(file + 2); left > 0; --left) {
      versions.push(textsOf(needs)(image.readUInt32LE(at + 8)));
      at += image.readUInt32LE(at + 12);
    }
    more = image.readUInt32LE(file + 12);
  }
  const arch = machines[image.readUInt16LE(0x12)];
  return { format: 'linux', arch, exports, imports, libraries, versions, hasStaticTls };
}
