import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const onLinux = process.platform === 'linux' ? describe : describe.skip;
const here = `linux-${process.arch}`;

describe('what keeps a binary from its platform', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What scripts/binaries/misfits.mjs makes of it: a script's, and so asked in a process of its own. */
  function misfits(image: Buffer, platform: string): string[] {
    const file = join(folder, 'rx-outlook.node');
    writeFileSync(file, image);
    const program = `
      const { misfits } = await import('./scripts/binaries/misfits.mjs');
      console.log(JSON.stringify(misfits(...process.argv.slice(1))));`;
    const args = ['--input-type=module', '-e', program, file, platform];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as string[];
  }

  it('is that it is no binary at all', () => {
    expect(misfits(Buffer.from('no binary'), here)).toEqual([
      'is made for no known system-unknown',
    ]);
  });

  onLinux('where that is Linux', () => {
    let image: Buffer;
    beforeEach(() => (image = readFileSync('build/Release/rx-outlook.node')));

    /** The compiler here may make it for a newer glibc than a release's. */
    const besidesGlibc = () =>
      misfits(image, here).filter((one) => !one.startsWith('asks for GLIBC'));

    it('is nothing for the binary that is built here', () => {
      expect(besidesGlibc()).toEqual([]);
    });

    it('is its architecture, its libc or its system when these are of another platform', () => {
      const machine = image.readUInt16LE(0x12);
      image.writeUInt16LE(machine === 0x3e ? 0xb7 : 0x3e, 0x12);
      const [other] = misfits(image, here);
      expect(other).toMatch(/^is made for linux-(x64|arm64)$/);
      image.writeUInt16LE(machine, 0x12);
      expect(misfits(image, `darwin-${process.arch}`)).toEqual([`is made for ${here}`]);
      expect(misfits(image, `${here}-musl`)).toContainEqual(
        expect.stringMatching(/^asks for glibc .*, not for musl$/),
      );
    });

    it('is an export that is renamed', () => {
      const text = image
        .toString('latin1')
        .replaceAll('rx_outlook_sources\0', 'rx_outlook_others\0\0');
      image = Buffer.from(text, 'latin1');
      expect(besidesGlibc()).toEqual([
        'exports rx_outlook_others',
        'does not export rx_outlook_sources',
      ]);
    });

    it('is a library that a system may not have', () => {
      image = Buffer.from(image.toString('latin1').replaceAll('libc.so.6', 'libx.so.6'), 'latin1');
      expect(besidesGlibc()).toEqual(['needs libx.so.6, which a system may not have']);
    });
  });

  describe('where that is macOS', () => {
    /** As much of a Mach-O file as says for which system it is. */
    function library({ minimum = 0x0b0000, name = '@rpath/rx-outlook.node' } = {}): Buffer {
      const image = Buffer.alloc(0x100);
      image.writeUInt32LE(0xfeedfacf, 0);
      image.writeUInt32LE(0x0100000c, 4);
      image.writeUInt32LE(2, 16);
      image.writeUInt32LE(0x32, 32);
      image.writeUInt32LE(24, 36);
      image.writeUInt32LE(minimum, 44);
      image.writeUInt32LE(0xd, 56);
      image.writeUInt32LE(0x80, 60);
      image.write(name, 80);
      return image;
    }
    const always = [
      'does not export napi_register_module_v1, node_api_module_get_api_version_v1, rx_outlook_sources',
      'has no valid signature, not even an ad-hoc one',
    ];

    it('is that it has no exports and no signature', () => {
      expect(misfits(library(), 'darwin-arm64')).toEqual(always);
    });

    it.each([
      [{ minimum: 0x0e0200 }, 'is for macOS 14.2, not 11.0'],
      [{ name: '/home/rx-outlook.node' }, 'has the install name /home/rx-outlook.node'],
    ])('with %p is that it %s', (change, misfit) => {
      expect(misfits(library(change), 'darwin-arm64').sort()).toEqual([...always, misfit].sort());
    });
  });
});
