// What a binary of a release must be, read from its headers: see "Hardening" in docs/security.md. The system's own
// tools are not asked: any system can check every binary.
import { readFileSync } from 'node:fs';

/** ELF, 64 bits, little-endian: the System V ABI and its GNU extensions. */
function weaknessesOfElf(image, isByZig) {
  const number = (at) => Number(image.readBigUInt64LE(at));
  const table = (at, count, size) => Array.from({ length: count }, (_, i) => at + i * size);
  const segments = table(number(0x20), image.readUInt16LE(0x38), image.readUInt16LE(0x36));
  const sections = table(number(0x28), image.readUInt16LE(0x3c), image.readUInt16LE(0x3a));
  const segment = (type) => segments.find((at) => image.readUInt32LE(at) === type);
  const [dynamicAt, relroAt, stackAt] = [2, 0x6474e552, 0x6474e551].map(segment);
  const dynamic = new Map();
  if (dynamicAt !== undefined) {
    const [start, size] = [number(dynamicAt + 8), number(dynamicAt + 32)];
    for (let at = start; at < start + size; at += 16) dynamic.set(number(at), number(at + 8));
  }
  const bindsNow = ((dynamic.get(30) ?? 0) & 8) !== 0 || ((dynamic.get(0x6ffffffb) ?? 0) & 1) !== 0;
  const text = image.toString('latin1');
  return [
    [relroAt !== undefined && bindsNow, 'is linked without full RELRO (-z relro -z now)'],
    [
      stackAt !== undefined && (image.readUInt32LE(stackAt + 4) & 1) === 0,
      'has a stack that may be executed (-z noexecstack)',
    ],
    [text.includes('\0__stack_chk_fail\0'), 'has no stack protector (-fstack-protector-strong)'],
    // zig's headers of glibc and musl have no functions that check their buffers.
    [isByZig || /\0__\w+_chk\0/.test(text), 'is built without _FORTIFY_SOURCE'],
    [sections.every((at) => image.readUInt32LE(at + 4) !== 2), 'is not stripped (-s)'],
  ];
}

/** PE: "PE Format", Microsoft. */
function weaknessesOfPe(image, isByZig) {
  const header = image.readUInt32LE(0x3c);
  const optional = header + 24;
  const is64 = image.readUInt16LE(optional) === 0x20b;
  const characteristics = image.readUInt16LE(optional + 70);
  const has = (flag) => (characteristics & flag) !== 0;
  return [
    [has(0x40), 'may not be loaded at another address (--dynamicbase)'],
    [!is64 || has(0x20), 'may not be loaded beyond 4 GiB (--high-entropy-va)'],
    [has(0x100), 'has data that may be executed (--nxcompat)'],
    // No import says so: libssp is linked in, and this is what it prints. zig's MinGW has no libssp.
    [
      isByZig || image.includes('stack smashing detected'),
      'has no stack protector (-fstack-protector-strong)',
    ],
    [image.readUInt32LE(header + 8) === 0, 'carries the time of its build (--no-insert-timestamp)'],
    [image.readUInt32LE(header + 12) === 0, 'is not stripped (-s)'],
  ];
}

/** Mach-O is position-independent, and its stack and data cannot be executed, without an option. */
const weaknessesOfMachO = (image) => [
  [image.includes('___stack_chk_fail\0'), 'has no stack protector (-fstack-protector-strong)'],
];

/** What a binary lacks, each as the rest of a sentence about it; without what zig has not, if it was built by zig. */
export function weaknesses(file, { isByZig = false } = {}) {
  const image = readFileSync(file);
  const magic = image.readUInt32LE(0);
  const found =
    magic === 0xfeedfacf
      ? weaknessesOfMachO
      : (magic & 0xffff) === 0x5a4d
        ? weaknessesOfPe
        : weaknessesOfElf;
  return found(image, isByZig)
    .filter(([isRight]) => !isRight)
    .map(([, weakness]) => weakness);
}
