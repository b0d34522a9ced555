import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { clsid, progId } from './addInRegistration.js';
import {
  addinKey,
  desktopTest,
  type DesktopHere,
  dllName,
  needsWine,
  policy,
  resiliency,
  switchUserAccountControl,
} from './command.js';
import { changeRegistry } from './permission.js';

// What a program is told where nobody answers at the bridge's place.

interface Told {
  readonly reason: string;
  readonly status: string;
  readonly code: string;
  readonly message: string;
}

/** What each of the three says at first. */
function told(desktop: DesktopHere, backend: 'bridge' | 'auto'): Told {
  const { code, lines, stderr } = desktop.script(`
    const { firstValueFrom } = require('rxjs');
    const { availability$, connectionState$, connectionStatus$ } = require('rx-outlook');
    const options = { backend: '${backend}' };
    (async () => {
      const { reason } = await firstValueFrom(availability$(options));
      const { reason: status } = await firstValueFrom(connectionStatus$('Work', options));
      const { code, message } = await firstValueFrom(connectionState$('Work', options)).catch((e) => e);
      console.log(JSON.stringify({ reason, status, code, message }));
    })();`);
  assert.deepEqual([code, stderr], [0, '']);
  return JSON.parse(lines.join('')) as Told;
}

const install = (desktop: DesktopHere): void => {
  desktop.installOutlook();
  assert.equal(desktop.run('addin', 'install').code, 0);
};

const situations: readonly (readonly [
  string,
  (desktop: DesktopHere) => unknown,
  string,
  string,
  RegExp,
])[] = [
  [
    'Outlook is installed, and no add-in',
    (desktop) => {
      desktop.installOutlook();
    },
    'add-in-missing',
    'ERR_ADDIN_MISSING',
    /no add-in is registered for Outlook, which is 64-bit \(x64\)\. Run "npx rx-outlook addin install"/,
  ],
  [
    "a 32-bit Outlook's add-in is missing",
    (desktop) => {
      install(desktop);
      desktop.installOutlook('x86');
      changeRegistry({ remove: [`HKCU\\Software\\Classes\\Wow6432Node\\CLSID\\${clsid}`] });
    },
    'add-in-missing',
    'ERR_ADDIN_MISSING',
    /for Outlook, which is 32-bit \(x86\)/,
  ],
  [
    'its DLL is gone',
    (desktop) => {
      install(desktop);
      rmSync(join(desktop.localAppData, 'rx-outlook'), { recursive: true });
    },
    'add-in-missing',
    'ERR_ADDIN_MISSING',
    /the add-in's DLL is missing: .*rx-outlook-addin\.dll/,
  ],
  [
    'Outlook was not told of it',
    (desktop) => {
      install(desktop);
      changeRegistry({ remove: [addinKey] });
    },
    'add-in-missing',
    'ERR_ADDIN_MISSING',
    /the add-in is not in Outlook's list of add-ins/,
  ],
  [
    'it is switched off',
    (desktop) => {
      install(desktop);
      changeRegistry({ add: { [addinKey]: { LoadBehavior: 2 } } });
    },
    'add-in-disabled',
    'ERR_ADDIN_DISABLED',
    /its LoadBehavior is 2\. "npx rx-outlook addin status" says what disabled it/,
  ],
  [
    'Outlook has disabled it',
    (desktop) => {
      install(desktop);
      const bytes = Buffer.from(`C:\\x\\${dllName.toUpperCase()}\0`, 'utf16le');
      changeRegistry({ add: { [`${resiliency}\\DisabledItems`]: { A1: { bytes } } } });
    },
    'add-in-disabled',
    'ERR_ADDIN_DISABLED',
    /Outlook has disabled the add-in/,
  ],
  [
    'a policy blocks it',
    (desktop) => {
      install(desktop);
      changeRegistry({ add: { [`${policy()}\\AddinList`]: { [progId]: '0' } } });
    },
    'add-in-disabled',
    'ERR_ADDIN_DISABLED',
    /a policy prevents Outlook from loading the add-in/,
  ],
  [
    'a policy blocks all others',
    (desktop) => {
      install(desktop);
      changeRegistry({ add: { [policy('15.0')]: { RestrictToList: 1 } } });
    },
    'add-in-disabled',
    'ERR_ADDIN_DISABLED',
    /a policy prevents Outlook/,
  ],
  [
    'a policy from the cloud blocks it',
    (desktop) => {
      install(desktop);
      const list = `${policy().replace('Microsoft', 'Microsoft\\Cloud')}\\AddinList`;
      changeRegistry({ add: { [list]: { [progId]: 0 } } });
    },
    'add-in-disabled',
    'ERR_ADDIN_DISABLED',
    /a policy prevents Outlook/,
  ],
  [
    'Outlook runs elevated',
    (desktop) => {
      install(desktop);
      switchUserAccountControl(true);
      return desktop.start('OUTLOOK.EXE');
    },
    'elevated',
    'ERR_OUTLOOK_ELEVATED',
    /OUTLOOK\.EXE \(process \d+\) runs elevated.*not as an administrator/,
  ],
  [
    'new Outlook runs instead',
    (desktop) => {
      install(desktop);
      return desktop.start('olk.exe');
    },
    'new-outlook',
    'ERR_OUTLOOK_NEW_ONLY',
    /only new Outlook is running, olk\.exe \(process \d+\).*switch back/,
  ],
];

for (const [what, prepare, reason, code, message] of situations) {
  for (const backend of ['bridge', 'auto'] as const) {
    desktopTest(
      `${backend} tells that ${what}`,
      async (desktop) => {
        await prepare(desktop);
        const { message: said, ...rest } = told(desktop, backend);
        assert.deepEqual(rest, { reason, status: reason, code });
        assert.match(said, message);
      },
      reason === 'elevated' ? needsWine : false,
    );
  }
}

desktopTest(
  'bridge tells of an Outlook that runs and was not started again',
  async (desktop) => {
    install(desktop);
    const pid = await desktop.start('OUTLOOK.EXE');
    const { message, ...rest } = told(desktop, 'bridge');
    assert.deepEqual(rest, {
      reason: 'not-running',
      status: 'not-running',
      code: 'ERR_OUTLOOK_NOT_RUNNING',
    });
    assert(message.includes(`(process ${String(pid)}) runs without the registered`), message);
    assert.match(message, /must be restarted.*npx rx-outlook addin status/);
  },
  needsWine,
);

desktopTest(
  'bridge tells that no Outlook runs where all is in order, and where there is none',
  (desktop) => {
    const plain = { reason: 'not-running', status: 'not-running', code: 'ERR_OUTLOOK_NOT_RUNNING' };
    const { message: without, ...none } = told(desktop, 'bridge');
    install(desktop);
    const { message: ready, ...installed } = told(desktop, 'bridge');
    assert.deepEqual([none, installed], [plain, plain]);
    for (const message of [without, ready]) assert.match(message, /no server listens at/);
  },
);

desktopTest('who waits is told when the add-in has come, and need not ask again', (desktop) => {
  desktop.installOutlook();
  const { lines } = desktop.script(
    `
    const { execFileSync } = require('node:child_process');
    const { availability$ } = require('rx-outlook');
    const seen = [];
    const subscription = availability$({ backend: 'bridge' }).subscribe(({ reason }) => {
      seen.push(reason);
      if (seen.length === 1) {
        execFileSync(process.execPath, [${JSON.stringify('MAIN')}, 'addin', 'install']);
      } else {
        console.log(seen.join());
        subscription.unsubscribe();
      }
    });`.replace('"MAIN"', JSON.stringify(desktop.main)),
  );
  assert.deepEqual(lines, ['add-in-missing,not-running']);
});
