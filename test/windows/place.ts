import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { keyExists, mayChangeRegistry, readValue } from './registry.js';

/** The package's CommonJS entry, as installed beside these tests. */
export const entry = createRequire(import.meta.url).resolve('rx-outlook');

/** The package's own binary: a DLL as any other. */
export const binary = join(dirname(entry), '../../../prebuilds/win32-x64/rx-outlook.node');

/** A DLL that test/windows/native has been built into. */
export const native = (dll: string): string =>
  fileURLToPath(new URL(`../../native/${dll}`, import.meta.url));

/** Classic Outlook's registration as an e-mail program. */
export const mailClient = 'HKLM\\Software\\Clients\\Mail\\Microsoft Outlook';

const packages =
  'HKCU\\Software\\Classes\\Local Settings\\Software\\Microsoft\\Windows\\CurrentVersion\\AppModel\\Repository\\Packages';
export const newOutlookPackage = `${packages}\\Microsoft.OutlookForWindows_1.2024.1_x64__8wekyb3d8bbwe`;
export const newOutlookAppPath =
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\olk.exe';

/** A reason to skip, or none. */
export type Skip = string | false;

const changesRegistry: Skip =
  !mayChangeRegistry &&
  "it changes Outlook's registration: RX_OUTLOOK_TEST_REGISTRY=1 allows that, where no Outlook is installed";

/** Such a test writes what tells Windows where Outlook is, and removes it afterwards. */
export function registryTest(
  title: string,
  body: (context: TestContext) => void | Promise<void>,
): void {
  void test(title, { skip: changesRegistry, timeout: 90_000 }, body);
}

const isWine = keyExists('HKCU\\Software\\Wine');

/** Whether Office is here, and of which bitness: as its own installer has written it down. */
const office = readValue(
  'HKLM\\Software\\Microsoft\\Office\\ClickToRun\\Configuration',
  'Platform',
);

const unlessWine = (reason: Skip): Skip =>
  isWine ? 'only Windows can show it, this is Wine' : reason;

const needs = (there: boolean, what: string): Skip => unlessWine(!there && `it needs ${what}`);

export const needsOutlook = needs(office === 'x64', 'a 64-bit classic Outlook');
export const needsOtherOutlook = needs(office === 'x86', 'a 32-bit classic Outlook');
export const needsNewOutlookAlone = needs(
  !keyExists(mailClient) && keyExists(newOutlookAppPath),
  'new Outlook, and no classic one',
);

/** Whether a classic Outlook, if only a test's, is registered now. */
export const isOutlookRegistered = (): boolean => keyExists(mailClient);
