import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const onLinux = process.platform === 'linux' ? describe : describe.skip;
const own = 'build/Release/rx-outlook.node';

describe('the hardening of a binary', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What scripts/hardening.mjs makes of it: a script's, and so asked in a process of its own. */
  function weaknesses(image: Buffer): unknown {
    const file = join(folder, 'binary');
    writeFileSync(file, image);
    const program = `
      const { weaknesses } = await import('./scripts/hardening.mjs');
      console.log(JSON.stringify(weaknesses(process.argv[1])));`;
    const args = ['--input-type=module', '-e', program, file];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  }

  onLinux('of the one that is built here', () => {
    let image: Buffer;
    beforeEach(() => (image = readFileSync(own)));

    /** Where the program header of that type is. */
    function segment(type: number): number {
      const start = Number(image.readBigUInt64LE(0x20));
      for (let i = 0; i < image.readUInt16LE(0x38); ++i) {
        const at = start + i * image.readUInt16LE(0x36);
        if (image.readUInt32LE(at) === type) return at;
      }
      throw new Error(`There is no segment of type ${String(type)}`);
    }

    it('is complete', () => {
      expect(weaknesses(image)).toEqual([]);
    });

    it('lacks RELRO when no segment says what to protect', () => {
      image.writeUInt32LE(0, segment(0x6474e552));
      expect(weaknesses(image)).toEqual(['is linked without full RELRO (-z relro -z now)']);
    });

    it('lacks RELRO when functions are bound at their first call', () => {
      const dynamic = segment(2);
      const start = Number(image.readBigUInt64LE(dynamic + 8));
      const end = start + Number(image.readBigUInt64LE(dynamic + 32));
      for (let at = start; at < end; at += 16) {
        const tag = image.readBigUInt64LE(at);
        if (tag === 30n || tag === 0x6ffffffbn) image.writeBigUInt64LE(0n, at + 8);
      }
      expect(weaknesses(image)).toEqual(['is linked without full RELRO (-z relro -z now)']);
    });

    it('lacks a stack that is data alone', () => {
      image.writeUInt32LE(7, segment(0x6474e551) + 4);
      expect(weaknesses(image)).toEqual(['has a stack that may be executed (-z noexecstack)']);
    });

    it('lacks what the compiler puts in', () => {
      const without = image
        .toString('latin1')
        .replaceAll('__stack_chk_fail', '__stack_xxx_fail')
        .replaceAll(/_chk\0/g, '_xxx\0');
      expect(weaknesses(Buffer.from(without, 'latin1'))).toEqual([
        'has no stack protector (-fstack-protector-strong)',
        'is built without _FORTIFY_SOURCE',
      ]);
    });

    it('lacks stripping when there is a table of symbols', () => {
      const sections = Number(image.readBigUInt64LE(0x28));
      image.writeUInt32LE(2, sections + image.readUInt16LE(0x3a) + 4);
      expect(weaknesses(image)).toEqual(['is not stripped (-s)']);
    });
  });

  it('of a file for macOS lacks the stack protector that it does not call', () => {
    const image = Buffer.alloc(0x40);
    image.writeUInt32LE(0xfeedfacf);
    expect(weaknesses(image)).toEqual(['has no stack protector (-fstack-protector-strong)']);
    image.write('___stack_chk_fail', 0x20);
    expect(weaknesses(image)).toEqual([]);
  });

  describe('of a DLL', () => {
    const all = {
      characteristics: 0x160,
      time: 0,
      symbols: 0,
      text: '*** stack smashing detected',
    };

    /** As much of a PE file as says how it is linked. */
    function dll({ characteristics, time, symbols, text }: typeof all, magic = 0x20b): Buffer {
      const image = Buffer.alloc(0x200);
      image.write('MZ');
      image.writeUInt32LE(0x80, 0x3c);
      image.writeUInt32LE(time, 0x88);
      image.writeUInt32LE(symbols, 0x8c);
      image.writeUInt16LE(magic, 0x98);
      image.writeUInt16LE(characteristics, 0x98 + 70);
      image.write(text, 0x180);
      return image;
    }

    it('is complete', () => {
      expect(weaknesses(dll(all))).toEqual([]);
    });

    it('needs no addresses beyond 4 GiB for 32 bits', () => {
      expect(weaknesses(dll({ ...all, characteristics: 0x140 }, 0x10b))).toEqual([]);
    });

    it.each([
      [{ characteristics: 0x120 }, 'may not be loaded at another address (--dynamicbase)'],
      [{ characteristics: 0x140 }, 'may not be loaded beyond 4 GiB (--high-entropy-va)'],
      [{ characteristics: 0x060 }, 'has data that may be executed (--nxcompat)'],
      [{ text: '' }, 'has no stack protector (-fstack-protector-strong)'],
      [{ time: 1_796_000_000 }, 'carries the time of its build (--no-insert-timestamp)'],
      [{ symbols: 0x400 }, 'is not stripped (-s)'],
    ])('with %p says: %s', (change, weakness) => {
      expect(weaknesses(dll({ ...all, ...change }))).toEqual([weakness]);
    });
  });
});
