import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mailClient, newOutlookKeys } from './outlookHere.js';
import { isWine } from './place.js';
import { importKeys, keyExists, subkeys, type Change } from './registry.js';

// Who may change what tells Windows, and us, where Outlook is, and which profiles it has.

/** Whether somebody wants the tests that do so. It takes more than that to let them: `forbidden`. */
export const wantsRegistryTests = process.env['RX_OUTLOOK_TEST_REGISTRY'] === '1';

const office = 'Software\\Microsoft\\Office';
/** What only an Office leaves behind, the user's own work among it. */
const keys = [
  ...['16.0', '15.0'].map((version) => `HKCU\\${office}\\${version}\\Outlook`),
  mailClient,
  mailClient.replace('HKLM', 'HKCU'),
  `HKLM\\${office}\\ClickToRun`,
];

/** Windows may have made this itself; it matters for what is in it. */
const messaging =
  'HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles';

/** Every trace of an Office, or of another owner of MAPI profiles, that is here. */
export function tracesOfOffice(): readonly string[] {
  return [
    ...keys.filter((key) => keyExists(key)),
    ...subkeys(messaging).map((name) => `${messaging}\\${name}`),
    ...newOutlookKeys(),
    ...[process.env['ProgramFiles'], process.env['ProgramFiles(x86)']].flatMap((programs) =>
      ['16', '15', '14']
        .flatMap((release) => [`Office${release}`, `root\\Office${release}`])
        .map((folder) => `${String(programs)}\\Microsoft Office\\${folder}\\OUTLOOK.EXE`)
        .filter((program) => existsSync(program)),
    ),
  ];
}

/** Why nothing may be changed here; `undefined` where it may. */
function reason(): string | undefined {
  if (!wantsRegistryTests) return 'RX_OUTLOOK_TEST_REGISTRY is not 1';
  if (isWine) return undefined;
  const [first, ...more] = tracesOfOffice();
  if (first === undefined) return undefined;
  return `an Outlook is or was installed here, whose registration and profiles it would delete: there is ${[first, ...more].join(', ')}`;
}

let decided: { readonly forbidden: string | undefined } | undefined;

/** Decided once, before the first change: afterwards what tests have written looks like an Outlook, too. */
export function forbidden(): string | undefined {
  decided ??= { forbidden: reason() };
  return decided.forbidden;
}

export function assertAllowed(): void {
  const why = forbidden();
  assert(why === undefined, `The registry must not be changed: ${why ?? ''}`);
}

export function changeRegistry(change: Change): void {
  assertAllowed();
  importKeys(change);
}
