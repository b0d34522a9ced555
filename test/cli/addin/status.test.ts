import { install } from '../../../cli/addin/install.js';
import { status, statusFindings } from '../../../cli/addin/status.js';
import type { Finding } from '../../../cli/finding.js';
import type { Probed } from '../../../lib/binary.cjs';
import { addinKey, classId, dllName, FakeDesktop, folder, place, progId } from '../fakeWindows.js';
import { said } from '../said.js';

const answering: Probed = { place, host: 'outlook', product: 'rx-outlook 1.2.3' };
const resiliency = 'Software\\Microsoft\\Office\\16.0\\Outlook\\Resiliency';
const policies = 'Software\\Policies\\Microsoft\\Office\\16.0\\Outlook';
const server = `Software\\Classes\\CLSID\\${classId}\\InprocServer32`;

describe('addin status', () => {
  const { lines } = said();
  let desktop: FakeDesktop;
  /** An Outlook that runs, with the add-in in it. */
  beforeEach(() => {
    desktop = new FakeDesktop();
    install(desktop);
    desktop.windows.run('OUTLOOK.EXE');
    desktop.probed = answering;
  });

  const found = async (check: string): Promise<Finding | undefined> =>
    (await statusFindings(desktop)).find((one) => one.check === check);

  it('tells of an Outlook with the add-in in it, and finds nothing to mend', async () => {
    const before = lines().length;
    expect(await status({}, desktop)).toBe(0);
    expect(lines().slice(before)).toEqual([
      'ok       Classic Outlook is installed, 64-bit (x64): C:\\Office.',
      'ok       Outlook runs: process 4242.',
      `ok       The add-in is registered for a 64-bit (x64) Outlook (HKCU): ${folder}\\1.2.3\\x64\\${dllName}.`,
      `ok       The add-in is registered for a 32-bit (x86) Outlook (HKCU): ${folder}\\1.2.3\\x86\\${dllName}.`,
      `ok       Outlook loads the add-in when it starts: LoadBehavior is 3 in HKCU\\${addinKey}.`,
      'ok       The add-in answers from within Outlook: rx-outlook 1.2.3.',
    ]);
  });

  it('tells the same as JSON', async () => {
    const before = lines().length;
    expect(await status({ json: true }, desktop)).toBe(0);
    const told = JSON.parse(lines().slice(before).join('\n')) as unknown;
    expect(told).toEqual({ ok: true, findings: await statusFindings(desktop) });
  });

  it('ends with another code when there is something to mend', async () => {
    desktop.windows.dlls = [];
    desktop.windows.running['OUTLOOK.EXE'] = [];
    expect(await status({}, desktop)).toBe(4);
    expect(lines()).toContain('problem  There is no classic Outlook here.');
    expect(lines().some((line) => line.startsWith('         -> Install classic Outlook'))).toBe(
      true,
    );
  });

  it('does not ask for what no Outlook here could load', async () => {
    desktop.windows.dlls = [];
    desktop.windows.running['OUTLOOK.EXE'] = [];
    desktop.windows.unregisterAddin('x64');
    const found = (await statusFindings(desktop)).map(({ check }) => check);
    expect(found).toEqual(['outlook', 'server']);
  });

  it.each<[string, (of: FakeDesktop) => unknown, string, Finding['result'], RegExp, RegExp]>([
    [
      'Outlook for another processor',
      (of) => (of.windows.machines['C:\\Office\\OUTLOOK.EXE'] = 'arm64'),
      'outlook',
      'problem',
      /64-bit \(arm64\), for which there is no add-in: C:\\Office\\OUTLOOK\.EXE/,
      /x86 and x64/,
    ],
    [
      'Outlook that does not run',
      (of) => (of.windows.running['OUTLOOK.EXE'] = []),
      'running',
      'note',
      /does not run/,
      /Start it/,
    ],
    [
      'new Outlook that runs instead',
      (of) => {
        of.windows.running['OUTLOOK.EXE'] = [];
        of.windows.run('olk.exe', { id: 7 });
      },
      'running',
      'problem',
      /New Outlook runs \(olk\.exe, process 7\), which has no add-ins/,
      /"New Outlook" off/,
    ],
    [
      'Outlook that runs elevated',
      (of) => {
        of.windows.running['OUTLOOK.EXE'] = [];
        of.windows.run('OUTLOOK.EXE', { isElevated: true });
      },
      'elevated',
      'problem',
      /elevated, as an administrator \(process 4242\)/,
      /from the Start menu/,
    ],
    [
      'a command that runs elevated',
      (of) => (of.windows.elevated = true),
      'own-elevation',
      'note',
      /This command runs elevated/,
      /without administrator's rights/,
    ],
    [
      'no registration',
      (of) => of.windows.unregisterAddin('x64'),
      'class-x64',
      'problem',
      /not registered for a 64-bit/,
      /addin install/,
    ],
    [
      'no registration for the other bitness, which is nothing to mend',
      (of) => of.windows.unregisterAddin('x86'),
      'class-x86',
      'note',
      /not registered for a 32-bit/,
      /addin install/,
    ],
    [
      'a DLL that is gone',
      (of) => of.files.contents.delete(of.installed('x64')),
      'class-x64',
      'problem',
      /which does not exist/,
      /addin install/,
    ],
    [
      'a DLL of the other bitness',
      (of) => (of.windows.machines[of.installed('x64')] = 'x86'),
      'class-x64',
      'problem',
      /which is 32-bit \(x86\)/,
      /addin install/,
    ],
    [
      'a DLL of another version',
      (of) => (of.version = '2.0.0'),
      'class-x64',
      'note',
      /1\.2\.3\\x64.* This package is version 2\.0\.0/,
      /addin install/,
    ],
    [
      'an Outlook that was not told of the add-in',
      (of) => of.windows.registry.delete(`hkcu\\${addinKey.toLowerCase()}`),
      'load-behavior',
      'problem',
      /is not registered with Outlook/,
      /addin install/,
    ],
    [
      'an add-in that did not load, or was switched off',
      (of) => {
        of.windows.set('HKCU', addinKey, { LoadBehavior: 2 });
      },
      'load-behavior',
      'problem',
      /tried to load.*LoadBehavior is 2/,
      /sets it to 3/,
    ],
    [
      'an add-in that is not to be loaded',
      (of) => {
        of.windows.set('HKCU', addinKey, { LoadBehavior: 0 });
      },
      'load-behavior',
      'problem',
      /does not load.*LoadBehavior is 0/,
      /sets it to 3/,
    ],
    [
      'an add-in that Outlook has disabled',
      (of) => {
        of.windows.set('HKCU', `${resiliency}\\DisabledItems`, {
          A1: Buffer.from(`C:\\x\\${dllName}`, 'utf16le'),
        });
      },
      'disabled-items',
      'problem',
      /disabled the add-in/,
      /Disabled Items/,
    ],
    [
      'a crash that Outlook has counted',
      (of) => {
        of.windows.set('HKCU', `${resiliency}\\CrashingAddinList`, { [progId]: 1 });
      },
      'crashing-add-ins',
      'note',
      /counted a crash/,
      /report it/,
    ],
    [
      'a policy that blocks it, from the cloud',
      (of) => {
        const list = `${policies.replace('Microsoft\\', 'Microsoft\\Cloud\\')}\\Resiliency\\AddinList`;
        of.windows.set('HKCU', list, { [progId.toUpperCase()]: 0 });
      },
      'policy',
      'problem',
      /A policy blocks the add-in: HKCU\\.*Cloud/,
      /Ask who administers/,
    ],
    [
      'a policy about signatures',
      (of) => {
        of.windows.set('HKCU', `${policies}\\Security`, { DontTrustInstalledFiles: 1 });
      },
      'policy',
      'note',
      /without a trusted signature/,
      /signed/,
    ],
    [
      'nobody who answers though Outlook runs',
      (of) => (of.probed = { place, code: 'ERR_OUTLOOK_NOT_RUNNING', text: 'No way.' }),
      'server',
      'problem',
      /Nobody answers: No way\./,
      /start it again/,
    ],
    [
      'another version that answers',
      (of) => (of.probed = { place, host: 'outlook', product: 'rx-outlook 1.0.0' }),
      'server',
      'note',
      /rx-outlook 1\.0\.0\. This package is version 1\.2\.3/,
      /start Outlook again/,
    ],
    [
      'embedded profiles in its place',
      (of) => (of.probed = { place, host: 'embedded', product: 'rx-outlook 1.2.3' }),
      'server',
      'note',
      /rx-outlook host.*not Outlook/,
      /End it/,
    ],
    ...(
      [
        ['ERR_BRIDGE_NOT_TRUSTED', /this user alone/],
        ['ERR_BRIDGE_NOT_ANSWERING', /suspended or hung/],
        ['ERR_BRIDGE_PROTOCOL', /another version/],
      ] as const
    ).map(
      ([code, remedy]): [
        string,
        (of: FakeDesktop) => unknown,
        string,
        'problem',
        RegExp,
        RegExp,
      ] => [
        `somebody there who answers with ${code}`,
        (of) => (of.probed = { place, code, text: 'It is so.' }),
        'server',
        'problem',
        /Nobody answers: It is so\./,
        remedy,
      ],
    ),
  ])('tells of %s, and what to do', async (_, prepare, check, result, text, remedy) => {
    prepare(desktop);
    expect(await found(check)).toEqual({
      check,
      result,
      text: expect.stringMatching(text) as string,
      remedy: expect.stringMatching(remedy) as string,
    });
  });

  it.each([
    ['1', /keeps the add-in enabled/],
    ['2', /leaves the add-in to the user/],
  ])('tells of a policy that lists the add-in with %s, which is in order', async (value, text) => {
    desktop.windows.set('HKCU', `${policies}\\Resiliency\\AddinList`, { [progId]: value });
    const policy = await found('policy');
    expect(policy).toMatchObject({ result: 'ok', remedy: undefined });
    expect(policy?.text).toMatch(text);
  });

  it('makes no problem of a LoadBehavior that a policy overrides', async () => {
    desktop.windows.set('HKCU', addinKey, { LoadBehavior: 2 });
    expect(await found('load-behavior')).toMatchObject({ result: 'problem' });
    desktop.windows.set('HKLM', `${policies}\\Resiliency\\AddinList`, { [progId]: '1' });
    expect(await found('load-behavior')).toEqual({
      check: 'load-behavior',
      result: 'note',
      text: expect.stringMatching(/^A policy makes Outlook load .* LoadBehavior is 2/) as string,
    });
  });

  it('takes the program of the Outlook whose path is told, where several run', async () => {
    const [told] = desktop.windows.processes('OUTLOOK.EXE');
    desktop.windows.running['OUTLOOK.EXE'] = [{ ...told!, path: '' }, told!];
    desktop.windows.dlls = [];
    expect((await found('outlook'))?.text).toBe(
      'Classic Outlook is installed, 64-bit (x64): C:\\Office.',
    );
  });

  it("tells of the user's wish that Outlook keep it", async () => {
    desktop.windows.set('HKCU', `${resiliency}\\DoNotDisableAddinList`, { [progId]: 1 });
    expect(await found('do-not-disable')).toMatchObject({ result: 'ok' });
  });

  it('takes what an administrator has registered for all users', async () => {
    const dll = 'C:\\Program Files\\rx\\it.dll';
    desktop.windows.registry.clear();
    desktop.windows.set('HKLM', server, { '': dll });
    desktop.windows.set('HKLM', addinKey, { LoadBehavior: 3 }, 32);
    desktop.windows.machines[dll] = 'x64';
    desktop.files.contents.set(dll, 'theirs');
    expect(await found('class-x64')).toMatchObject({ result: 'ok' });
    expect(await found('load-behavior')).toMatchObject({ result: 'ok' });
  });

  it('needs both bitnesses of an Outlook whose kind its file does not tell', async () => {
    desktop.windows.running['OUTLOOK.EXE'] = [];
    desktop.windows.dlls = ['C:\\unreadable.dll'];
    desktop.windows.unregisterAddin('x86');
    expect(await found('class-x86')).toMatchObject({ result: 'problem' });
    expect((await found('outlook'))?.text).toMatch(/of a kind that its file does not name/);
  });

  it('takes nobody who answers for nothing to mend while Outlook does not run', async () => {
    desktop.windows.running['OUTLOOK.EXE'] = [];
    desktop.probed = { place, code: 'ERR_OUTLOOK_NOT_RUNNING', text: 'No way.' };
    expect(await found('server')).toMatchObject({ result: 'note' });
  });

  it('is not led astray by values of other kinds, or about others', async () => {
    desktop.windows.set('HKCU', server, { '': 3 });
    desktop.windows.set('HKCU', `${resiliency}\\DisabledItems`, { A1: 'something else' });
    expect(await found('class-x64')).toMatchObject({ result: 'problem' });
    expect(await found('disabled-items')).toBeUndefined();
  });
});
