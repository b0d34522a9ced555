import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { embeddedOutlook } from 'rx-outlook/testing';
import { addIn, clsid, progId } from './addInRegistration.js';
import {
  addinKey,
  desktopTest,
  type DesktopHere,
  difference,
  dllName,
  needsWine,
  policy,
  registryNow,
  resiliency,
  switchUserAccountControl,
  wholeRegistry,
} from './command.js';
import { registerOutlook } from './outlook.js';
import { newOutlookAppPath } from './outlookHere.js';
import { changeRegistry } from './permission.js';
import { exportKeys, keyExists, type Keys } from './registry.js';

interface Finding {
  readonly check: string;
  readonly result: 'ok' | 'note' | 'problem';
  readonly text: string;
  readonly remedy?: string;
}

function installed(desktop: DesktopHere): void {
  const { code, stderr } = desktop.run('addin', 'install');
  assert.deepEqual([code, stderr], [0, '']);
}

function findings(desktop: DesktopHere, ...command: string[]): readonly Finding[] {
  const { code, lines, stderr } = desktop.run(...command, '--json');
  assert.equal(stderr, '');
  const told = JSON.parse(lines.join('\n')) as { ok: boolean; findings: Finding[] };
  const isProblem = told.findings.some(({ result }) => result === 'problem');
  assert.deepEqual([told.ok, code], [!isProblem, isProblem ? 4 : 0]);
  return told.findings;
}

const classes = 'HKEY_CURRENT_USER\\Software\\Classes';
const server = `${classes}\\CLSID\\${clsid}\\InprocServer32`;
const server32 = `${classes}\\Wow6432Node\\CLSID\\${clsid}\\InprocServer32`;
const escaped = (path: string): string => path.replaceAll('\\', '\\\\');

// ── install, uninstall ──

desktopTest('install writes what it says, and what it says is all', (desktop) => {
  desktop.installOutlook();
  const before = registryNow();
  const { code, lines, stderr } = desktop.run('addin', 'install');
  assert.deepEqual([code, stderr], [0, '']);
  const { gone, come } = difference(before, registryNow());
  assert.deepEqual(gone, []);
  const values = come.filter((line) => line.includes(': ') && !line.includes('"MadeKeys"'));
  const said = lines
    .filter((line) => line.startsWith('  Software'))
    .map((line) => {
      const [, key = '', name = '', value = ''] = /^ {2}(.*?): (.*?) = (.*)$/.exec(line) ?? [];
      const data = value === '3' ? 'dword:00000003' : `"${escaped(value)}"`;
      return `HKEY_CURRENT_USER\\${key}: ${name === '(default)' ? '@' : `"${name}"`}=${data}`;
    });
  assert.deepEqual(values.sort(), said.sort());
  assert.equal(said.length, 13);
});

desktopTest(
  'install copies the DLLs of the package, and registers each for its bitness',
  (desktop) => {
    desktop.installOutlook('x86');
    installed(desktop);
    for (const [key, bitness] of [
      [server, 'x64'],
      [server32, 'x86'],
    ] as const) {
      const [value = '', model = ''] = exportKeys(key).get(key) ?? [];
      assert.equal(model, '@' === value ? '' : model);
      const values = exportKeys(key).get(key) ?? [];
      const dll = values
        .find((line) => line.startsWith('@='))!
        .slice(3, -1)
        .replaceAll('\\\\', '\\');
      assert.match(
        dll,
        new RegExp(`\\\\rx-outlook\\\\addin\\\\[^\\\\]+\\\\${bitness}\\\\${dllName}$`),
      );
      assert.deepEqual(readFileSync(dll), readFileSync(addIn(bitness)));
      assert(values.includes('"ThreadingModel"="Apartment"'));
    }
  },
);

desktopTest('install changes nothing the second time', (desktop) => {
  desktop.installOutlook();
  installed(desktop);
  const before = registryNow();
  const { code, lines } = desktop.run('addin', 'install');
  assert.equal(code, 0);
  assert.equal(lines.filter((line) => line.endsWith('(was there)')).length, 2);
  assert.deepEqual(difference(before, registryNow()), { gone: [], come: [] });
});

desktopTest(
  'uninstall leaves the registry as install found it, key by key, and no file',
  (desktop) => {
    desktop.installOutlook();
    const before = wholeRegistry();
    installed(desktop);
    const { code, lines, stderr } = desktop.run('addin', 'uninstall');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(lines.join('\n'), /^Removed from the registry of this user, for x64 and x86/m);
    assert.deepEqual(difference(before, wholeRegistry()), { gone: [], come: [] });
    assert.deepEqual(readdirSync(desktop.localAppData), []);
    assert.deepEqual(desktop.run('addin', 'uninstall').lines, ['The add-in was not installed.']);
  },
);

desktopTest(
  'uninstall leaves keys that were there, though empty, and what others wrote beside',
  (desktop) => {
    desktop.installOutlook();
    const theirs: Keys = {
      [dirname(addinKey)]: {},
      'HKCU\\Software\\Classes\\Wow6432Node\\CLSID': {},
      'HKCU\\Software\\Classes\\CLSID\\{00000000-0000-0000-0000-000000000001}': { '': 'theirs' },
    };
    const made = Object.keys(theirs).filter((key) => !keyExists(key));
    changeRegistry({ add: theirs });
    try {
      const before = registryNow();
      installed(desktop);
      changeRegistry({ add: { [addinKey]: { Theirs: 'one more' } } });
      desktop.run('addin', 'uninstall');
      const { gone, come } = difference(before, registryNow());
      assert.deepEqual(gone, []);
      const left = addinKey.replace('HKCU', 'HKEY_CURRENT_USER');
      assert.deepEqual(come, [left, `${left}: "Theirs"="one more"`]);
    } finally {
      changeRegistry({ remove: made });
    }
  },
);

desktopTest('install mends what was changed since, and moves to this version', (desktop) => {
  desktop.installOutlook();
  installed(desktop);
  const before = registryNow();
  const older = join(desktop.localAppData, 'rx-outlook', 'addin', '0.0.1', 'x64');
  mkdirSync(older, { recursive: true });
  writeFileSync(join(older, dllName), 'an older one');
  changeRegistry({
    remove: [server32.replace('HKEY_CURRENT_USER', 'HKCU')],
    add: {
      [addinKey]: { LoadBehavior: 2 },
      [server.replace('HKEY_CURRENT_USER', 'HKCU')]: { '': join(older, dllName) },
    },
  });
  const { code, lines } = desktop.run('addin', 'install');
  assert.equal(code, 0);
  assert(lines.includes('Removed, of other versions:'));
  assert(!existsSync(older));
  assert.deepEqual(difference(before, registryNow()), { gone: [], come: [] });
});

for (const [what, prepare, why] of [
  ['no Outlook', () => undefined, /no classic Outlook/],
  [
    'new Outlook alone',
    () => {
      changeRegistry({ add: { [newOutlookAppPath]: { '': 'C:\\olk.exe' } } });
    },
    /only new Outlook/,
  ],
  [
    'an Outlook for arm64',
    (desktop: DesktopHere) => {
      const dll = desktop.copies.add('olmapi32.dll');
      const image = readFileSync(dll);
      image.writeUInt16LE(0xaa64, image.readUInt32LE(0x3c) + 4);
      writeFileSync(dll, image);
      registerOutlook([{ client: { DLLPathEx: dll }, path: dll }]);
    },
    /64-bit \(arm64\)/,
  ],
  [
    'a policy that blocks it',
    (desktop: DesktopHere) => {
      desktop.installOutlook();
      changeRegistry({ add: { [`${policy('15.0')}\\AddinList`]: { [progId]: '0' } } });
    },
    /A policy blocks the add-in: HKCU\\.*15\.0.*AddinList/,
  ],
  [
    'a policy that blocks all others',
    (desktop: DesktopHere) => {
      desktop.installOutlook();
      changeRegistry({ add: { [policy()]: { RestrictToList: 1 } } });
    },
    /RestrictToList = 1/,
  ],
] as const) {
  desktopTest(`install is refused with ${what}, and nothing is written`, (desktop) => {
    prepare(desktop);
    const before = registryNow();
    const { code, lines, stderr } = desktop.run('addin', 'install');
    assert.deepEqual([code, lines], [1, []]);
    assert.match(stderr, /^rx-outlook: nothing is installed\. /);
    assert.match(stderr, why);
    assert.deepEqual(difference(before, registryNow()), { gone: [], come: [] });
    assert.deepEqual(readdirSync(desktop.localAppData), []);
  });
}

// ── status ──

/** What each preparation makes of an installed add-in: the check that tells, as what, and in which words. */
const situations: readonly (readonly [
  string,
  (desktop: DesktopHere) => unknown,
  string,
  Finding['result'],
  RegExp,
])[] = [
  ['all in order', () => undefined, 'load-behavior', 'ok', /LoadBehavior is 3/],
  ['Outlook not running', () => undefined, 'running', 'note', /does not run/],
  ['nobody who answers, for that', () => undefined, 'server', 'note', /no server listens/],
  [
    'LoadBehavior 2',
    () => {
      changeRegistry({ add: { [addinKey]: { LoadBehavior: 2 } } });
    },
    'load-behavior',
    'problem',
    /failed, or its user has switched it off: LoadBehavior is 2/,
  ],
  [
    'Outlook not told of it',
    () => {
      changeRegistry({ remove: [addinKey] });
    },
    'load-behavior',
    'problem',
    /is not registered with Outlook/,
  ],
  [
    'its class missing',
    () => {
      changeRegistry({ remove: [server.replace('HKEY_CURRENT_USER', 'HKCU')] });
    },
    'class-x64',
    'problem',
    /not registered/,
  ],
  [
    'its DLL missing',
    (desktop) => {
      rmSync(join(desktop.localAppData, 'rx-outlook'), { recursive: true });
    },
    'class-x64',
    'problem',
    /which does not exist/,
  ],
  [
    'the other DLL missing',
    () => {
      changeRegistry({ remove: [server32.replace('HKEY_CURRENT_USER', 'HKCU')] });
    },
    'class-x86',
    'note',
    /not registered/,
  ],
  [
    'the add-in disabled by Outlook',
    () => {
      const text = `C:\\old\\${dllName.toUpperCase()}\0rx-outlook\0`;
      const bytes = Buffer.concat([Buffer.from([1, 0, 0, 0]), Buffer.from(text, 'utf16le')]);
      changeRegistry({ add: { [`${resiliency}\\DisabledItems`]: { A1B2: { bytes } } } });
    },
    'disabled-items',
    'problem',
    /disabled the add-in after a crash/,
  ],
  [
    'a crash counted by Outlook',
    () => {
      changeRegistry({ add: { [`${resiliency}\\CrashingAddinList`]: { [progId]: 1 } } });
    },
    'crashing-add-ins',
    'note',
    /counted a crash/,
  ],
  [
    'the add-in kept by the user',
    () => {
      changeRegistry({ add: { [`${resiliency}\\DoNotDisableAddinList`]: { [progId]: 1 } } });
    },
    'do-not-disable',
    'ok',
    /has asked Outlook to keep/,
  ],
  [
    'a policy that blocks it',
    () => {
      changeRegistry({ add: { [`${policy()}\\AddinList`]: { [progId]: '0' } } });
    },
    'policy',
    'problem',
    /A policy blocks the add-in/,
  ],
  [
    'a policy that keeps it',
    () => {
      changeRegistry({ add: { [`${policy()}\\AddinList`]: { [progId]: '1' } } });
    },
    'policy',
    'ok',
    /keeps the add-in enabled/,
  ],
  [
    'an older policy that blocks all others',
    () => {
      changeRegistry({ add: { [policy('15.0')]: { RestrictToList: 1 } } });
    },
    'policy',
    'problem',
    /every add-in that it does not list/,
  ],
  [
    'new Outlook running instead',
    (desktop) => desktop.start('olk.exe'),
    'running',
    'problem',
    /New Outlook runs \(olk\.exe, process \d+\)/,
  ],
  [
    'an Outlook that runs without the add-in',
    (desktop) => desktop.start('OUTLOOK.EXE'),
    'server',
    'problem',
    /Nobody answers/,
  ],
  [
    'an Outlook that runs elevated',
    (desktop) => {
      switchUserAccountControl(true);
      return desktop.start('OUTLOOK.EXE');
    },
    'elevated',
    'problem',
    /elevated, as an administrator \(process \d+\)/,
  ],
  [
    'a command that runs elevated',
    () => {
      switchUserAccountControl(true);
    },
    'own-elevation',
    'note',
    /This command runs elevated/,
  ],
  [
    'the 32-bit Outlook whose class is missing',
    (desktop) => {
      desktop.installOutlook('x86');
      changeRegistry({ remove: [server32.replace('HKEY_CURRENT_USER', 'HKCU')] });
    },
    'class-x86',
    'problem',
    /not registered for a 32-bit/,
  ],
  [
    'no Outlook',
    () => {
      registerOutlook([]);
    },
    'outlook',
    'problem',
    /no classic Outlook/,
  ],
];

for (const [what, prepare, check, result, text] of situations) {
  desktopTest(
    `status tells of ${what}`,
    async (desktop) => {
      desktop.installOutlook();
      installed(desktop);
      await prepare(desktop);
      const before = registryNow();
      const found = findings(desktop, 'addin', 'status').find((one) => one.check === check);
      assert.equal(found?.result, result);
      assert.match(found.text, text);
      assert.equal(found.remedy === undefined, result === 'ok');
      assert.deepEqual(difference(before, registryNow()), { gone: [], come: [] });
    },
    check === 'elevated' || check === 'own-elevation' ? needsWine : false,
  );
}

desktopTest('status tells of embedded profiles in the place of the add-in', async (desktop) => {
  desktop.installOutlook();
  installed(desktop);
  const outlook = embeddedOutlook({ profiles: ['Work'] });
  const host = outlook.serve();
  try {
    const found = findings(desktop, 'addin', 'status').find(({ check }) => check === 'server');
    assert.equal(found?.result, 'note');
    assert.match(found.text, /not Outlook: rx-outlook, embedded/);
  } finally {
    host.close();
    outlook.close();
    await outlook.settled();
  }
});

// ── doctor ──

desktopTest('doctor runs every check, without an Outlook', (desktop) => {
  registerOutlook([]);
  const found = findings(desktop, 'doctor').map(({ check, result }) => `${check} ${result}`);
  assert.deepEqual(found, [
    'state note',
    'node ok',
    'binary ok',
    'backends ok',
    'bridge-place ok',
    'outlook problem',
    'server note',
    'profiles note',
  ]);
});

desktopTest(
  'doctor finds nothing to mend where the add-in is installed, as lines too',
  (desktop) => {
    desktop.installOutlook();
    installed(desktop);
    const { code, lines, stderr } = desktop.run('doctor');
    assert.deepEqual([code, stderr], [0, '']);
    for (const line of lines) assert.match(line, /^(ok|note|problem) +\S|^ {9}-> \S/);
    assert.match(lines.join('\n'), /^ok {7}Classic Outlook is installed, 64-bit \(x64\)/m);
  },
);
