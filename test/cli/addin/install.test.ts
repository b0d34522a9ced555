import { install } from '../../../cli/addin/install.js';
import { uninstall } from '../../../cli/addin/uninstall.js';
import { Failure } from '../../../cli/exitCodes.js';
import { addinKey, classId, FakeDesktop, folder, progId } from '../fakeWindows.js';
import { said } from '../said.js';

const server = `Software\\Classes\\CLSID\\${classId}\\InprocServer32`;
const server32 = `Software\\Classes\\Wow6432Node\\CLSID\\${classId}\\InprocServer32`;
const policies = 'Software\\Policies\\Microsoft\\Office\\16.0\\Outlook';

/** The exit code and the message of what install fails with. */
function refusal(desktop: FakeDesktop): unknown {
  try {
    return install(desktop);
  } catch (error) {
    return error instanceof Failure ? [error.exitCode, error.message] : error;
  }
}

describe('addin install', () => {
  const { lines } = said();
  let desktop: FakeDesktop;
  beforeEach(() => {
    desktop = new FakeDesktop();
  });

  it('copies and registers both bitnesses, and says what, where, how to undo it and what is next', () => {
    expect(install(desktop)).toBe(0);
    expect(lines()).toEqual([
      'Copied for this user:',
      `  ${folder}\\1.2.3\\x64\\rx-outlook-addin.dll`,
      `  ${folder}\\1.2.3\\x86\\rx-outlook-addin.dll`,
      'Written to the registry, below HKEY_CURRENT_USER:',
      `  ${server}: (default) = ${folder}\\1.2.3\\x64\\rx-outlook-addin.dll`,
      `  ${server}: ThreadingModel = Apartment`,
      `  ${addinKey}: LoadBehavior = 3`,
      `  ${server32}: (default) = ${folder}\\1.2.3\\x86\\rx-outlook-addin.dll`,
      `  ${server32}: ThreadingModel = Apartment`,
      'To undo it: npx rx-outlook addin uninstall, or delete these by hand.',
      'Start Outlook, then: npx rx-outlook addin status',
    ]);
    expect(desktop.files.contents.get(desktop.installed('x86'))).toBe('DLL for x86');
    expect(desktop.windows.readKey('HKCU', server32)?.values['']).toBe(desktop.installed('x86'));
  });

  it('changes nothing the second time, and says so', () => {
    install(desktop);
    const [files, registry] = [new Map(desktop.files.contents), new Map(desktop.windows.registry)];
    expect(install(desktop)).toBe(0);
    expect([desktop.files.contents, desktop.windows.registry]).toEqual([files, registry]);
    expect(lines()).toContain(`  ${folder}\\1.2.3\\x64\\rx-outlook-addin.dll  (was there)`);
  });

  it('registers the one bitness there is on 32-bit Windows', () => {
    desktop.windows.is64Bit = false;
    desktop.windows.machines['C:\\Office\\OLMAPI32.DLL'] = 'x86';
    expect(install(desktop)).toBe(0);
    expect(desktop.files.exists(desktop.installed('x64'))).toBe(false);
    expect(desktop.windows.readKey('HKCU', server)?.values['']).toBe(desktop.installed('x86'));
  });

  it('asks for a new start of an Outlook that runs', () => {
    desktop.windows.run('OUTLOOK.EXE');
    install(desktop);
    expect(lines().at(-1)).toBe(
      'Outlook runs: end it and start it again, then: npx rx-outlook addin status',
    );
  });

  it('removes other versions, and keeps the one that Outlook has loaded', () => {
    for (const version of ['0.9.0', '1.0.0']) {
      desktop.files.contents.set(desktop.installed('x64', version), 'an older one');
    }
    desktop.files.inUse.add(desktop.installed('x64', '1.0.0'));
    install(desktop);
    expect(lines()).toEqual(
      expect.arrayContaining([
        'Removed, of other versions:',
        `  ${folder}\\0.9.0`,
        'Not removed, because it is in use; the next install or uninstall without Outlook removes it:',
        `  ${folder}\\1.0.0`,
      ]),
    );
    expect(desktop.files.list(folder)).toEqual(['1.0.0', '1.2.3']);
  });

  it('says what is in its way all the same, and ends with another code', () => {
    desktop.windows.set(
      'HKCU',
      'Software\\Microsoft\\Office\\16.0\\Outlook\\Resiliency\\DisabledItems',
      {
        '5F2B': Buffer.from(`\u0001\u0000C:\\old\\RX-Outlook-AddIn.dll\u0000`, 'utf16le'),
      },
    );
    expect(install(desktop)).toBe(4);
    expect(lines().join('\n')).toMatch(
      /problem {2}Outlook has disabled the add-in.*\n.*-> In Outlook: File/,
    );
  });

  describe('is refused, and nothing is written', () => {
    it.each([
      ['no Outlook', (of: FakeDesktop) => (of.windows.dlls = []), /no classic Outlook/],
      [
        'new Outlook alone',
        (of: FakeDesktop) => {
          of.windows.dlls = [];
          of.windows.hasNewOutlook = true;
        },
        /only new Outlook \(olk\.exe\).*switch back/,
      ],
      [
        'an Outlook for arm64',
        (of: FakeDesktop) => (of.windows.machines['C:\\Office\\OLMAPI32.DLL'] = 'arm64'),
        /64-bit \(arm64\)/,
      ],
      [
        'a policy that blocks it',
        (of: FakeDesktop) => {
          of.windows.set('HKCU', `${policies}\\Resiliency\\AddinList`, { [progId]: '0' });
        },
        /A policy blocks the add-in: HKCU.*AddinList, RxOutlook\.AddIn = 0.*Ask who administers/,
      ],
      [
        'a policy that blocks what it does not list',
        (of: FakeDesktop) => {
          of.windows.set('HKCU', `${policies}\\Resiliency`, { restricttolist: 1 });
        },
        /every add-in that it does not list.*RestrictToList = 1/,
      ],
    ])('with %s', (_, prepare, why) => {
      prepare(desktop);
      const [files, registry] = [
        new Map(desktop.files.contents),
        new Map(desktop.windows.registry),
      ];
      expect(refusal(desktop)).toEqual([1, expect.stringMatching(why)]);
      expect(lines()).toEqual([]);
      expect([desktop.files.contents, desktop.windows.registry]).toEqual([files, registry]);
    });
  });

  it('is not refused where a policy that blocks all others lists it', () => {
    desktop.windows.set('HKCU', `${policies}\\Resiliency`, { RestrictToList: 1 });
    desktop.windows.set('HKCU', `${policies}\\Resiliency\\AddinList`, { [progId]: '2' });
    expect(install(desktop)).toBe(0);
  });

  it("is not refused where the machine's policy blocks all others and the user's lists it", () => {
    desktop.windows.set('HKLM', `${policies}\\Resiliency`, { RestrictToList: 1 });
    desktop.windows.set('HKCU', `${policies}\\Resiliency\\AddinList`, { [progId]: '1' });
    expect(install(desktop)).toBe(0);
  });

  it('is refused by the policies of the release that is installed, and by no other', () => {
    const current = 'Software\\Classes\\Outlook.Application\\CurVer';
    const blocked = `${policies.replace('16.0', '15.0')}\\Resiliency`;
    desktop.windows.set('HKCU', blocked, { RestrictToList: 1 });
    desktop.windows.set('HKLM', current, { '': 'Outlook.Application.16' });
    expect(install(desktop)).toBe(0);
    desktop.windows.set('HKLM', current, { '': 'Outlook.Application.x' });
    desktop.windows.set('HKLM', current, { '': 'Outlook.Application.15' }, 32);
    expect(refusal(desktop)).toEqual([1, expect.stringMatching(/15\.0.*RestrictToList/)]);
  });

  it("says of an administrator that this may be another user than Outlook's", () => {
    desktop.windows.elevated = true;
    expect(install(desktop)).toBe(0);
    expect(lines()).toContainEqual(expect.stringMatching(/runs as an administrator: if that is/));
  });

  it.each([
    [
      'the package has no add-in',
      (of: FakeDesktop) => of.files.contents.clear(),
      /missing from the package: C:\\package\\x64/,
    ],
    [
      'there is no place for it',
      (of: FakeDesktop) => (of.localAppData = undefined),
      /LOCALAPPDATA is not set/,
    ],
    [
      'that place is nowhere in particular',
      (of: FakeDesktop) => (of.localAppData = 'Local'),
      /LOCALAPPDATA is no absolute path \("Local"\)/,
    ],
    [
      'Outlook has another DLL of that version loaded',
      (of: FakeDesktop) => {
        of.files.contents.set(of.installed('x64'), 'another one');
        of.files.inUse.add(of.installed('x64'));
      },
      /cannot write .*1\.2\.3\\x64.*EPERM.*end Outlook/,
    ],
    [
      'the registry cannot be written',
      (of: FakeDesktop) => (of.windows.failure = new Error('Access denied (error 5)')),
      /cannot register.*x64.*Access denied \(error 5\).*uninstall/,
    ],
  ])('fails, and says why, when %s', (_, prepare, why) => {
    prepare(desktop);
    expect(refusal(desktop)).toEqual([1, expect.stringMatching(why)]);
  });
});

describe('addin uninstall', () => {
  const { lines } = said();
  let desktop: FakeDesktop;
  beforeEach(() => {
    desktop = new FakeDesktop();
  });

  it('removes what install has left', () => {
    install(desktop);
    const before = lines().length;
    expect(uninstall(desktop)).toBe(0);
    expect(lines().slice(before)).toEqual([
      "Removed from the registry of this user, for x64 and x86: the add-in's keys.",
      'Removed:',
      `  ${folder}\\1.2.3`,
    ]);
    expect(desktop.windows.registry.size).toBe(0);
    expect(desktop.files.list(folder)).toEqual([]);
  });

  it('says that there was nothing to remove', () => {
    expect(uninstall(desktop)).toBe(0);
    expect(lines()).toEqual(['The add-in was not installed.']);
  });

  it('leaves what Outlook has loaded, and says so', () => {
    install(desktop);
    const before = lines().length;
    desktop.windows.run('OUTLOOK.EXE');
    desktop.files.inUse.add(desktop.installed('x64'));
    expect(uninstall(desktop)).toBe(0);
    expect(lines().slice(before)).toEqual([
      "Removed from the registry of this user, for x64 and x86: the add-in's keys.",
      'Not removed, because it is in use; the next install or uninstall without Outlook removes it:',
      `  ${folder}\\1.2.3`,
      'Outlook runs, and keeps the add-in until it ends.',
    ]);
  });

  it('leaves the log, and names it', () => {
    const log = 'C:\\Users\\me\\AppData\\Local\\rx-outlook\\addin.log';
    desktop.files.contents.set(log, 'OnConnection took 400 us');
    uninstall(desktop);
    expect(lines()).toContain(`The add-in's log stays: ${log}`);
    expect(desktop.files.exists(log)).toBe(true);
  });

  it("leaves an administrator's registration alone, and names it", () => {
    desktop.windows.set('HKLM', server, { '': 'C:\\Program Files\\it.dll' });
    uninstall(desktop);
    expect(lines()).toContain(
      'Still registered for all users of this machine, by its administrator: C:\\Program Files\\it.dll',
    );
  });

  it('removes nothing where there is no place that it could have been installed in', () => {
    install(desktop);
    const registry = new Map(desktop.windows.registry);
    desktop.localAppData = undefined;
    expect(() => uninstall(desktop)).toThrow(/LOCALAPPDATA is not set/);
    expect(desktop.windows.registry).toEqual(registry);
  });

  it('fails, and says why, when the registry cannot be written', () => {
    desktop.windows.failure = new Error('Access denied (error 5)');
    expect(() => uninstall(desktop)).toThrow(
      /cannot remove the add-in's keys for x64: Access denied/,
    );
  });
});
