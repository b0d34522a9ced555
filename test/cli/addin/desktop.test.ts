import { desktop } from '../../../cli/addin/desktop.js';
import { Failure } from '../../../cli/exitCodes.js';
import { load } from '../../../lib/load.js';
import type { Binary } from '../../../lib/binary.cjs';
import { FakeWindows, silent } from '../fakeWindows.js';

describe('the desktop that the add-in is for', () => {
  it('is there on Windows alone', () => {
    const refused = (): unknown => desktop('linux', load());
    expect(refused).toThrow(Failure);
    expect(refused).toThrow(/classic Outlook on Windows; this is linux\..*npx rx-outlook host/);
  });

  it.each([
    ['there is', { missing: ['C:\\nowhere'] }, /no native binary/],
    ['knows Windows', load(), /rx-outlook\.node has no functions for Windows/],
  ])('wants a binary that %s', (_, loaded, why) => {
    expect(() => desktop('win32', loaded)).toThrow(why);
  });

  it('has the DLLs of the package for each bitness, and asks the binary', async () => {
    const windows = new FakeWindows();
    const binary = { windows, probeBridge: () => Promise.resolve(silent) } as unknown as Binary;
    const here = desktop('win32', { binary, path: 'rx-outlook.node' });
    expect(here.windows).toBe(windows);
    expect(here.dllInPackage('x86')).toMatch(/prebuilds.win32-ia32.rx-outlook-addin\.dll$/);
    expect(here.dllInPackage('x64')).toMatch(/prebuilds.win32-x64.rx-outlook-addin\.dll$/);
    expect(here.localAppData).toBe(process.env['LOCALAPPDATA']);
    expect(await here.probeBridge()).toBe(silent);
  });
});
