import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { clsid, progId } from './addInRegistration.js';
import { outlookAt, places } from './outlook.js';
import { Copies } from './discovery.js';
import { newOutlookAppPath } from './outlookHere.js';
import { changeRegistry } from './permission.js';
import { entry, isWine, type Skip } from './place.js';
import { exportKeys, type Keys } from './registry.js';
import { registryTest } from './registryTest.js';

export const dllName = 'rx-outlook-addin.dll';

export const addinKey = `HKCU\\Software\\Microsoft\\Office\\Outlook\\Addins\\${progId}`;
export const resiliency = 'HKCU\\Software\\Microsoft\\Office\\16.0\\Outlook\\Resiliency';
export const policy = (release = '16.0'): string =>
  `HKCU\\Software\\Policies\\Microsoft\\Office\\${release}\\Outlook\\Resiliency`;

const system = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\System';

/** User Account Control, without which no program is elevated: Wine has it off, and Windows' is not touched. */
export const needsWine: Skip =
  !isWine && 'it needs User Account Control on or off, and only under Wine it switches that';

const userAccountControl = (isOn: boolean): Keys => ({ [system]: { EnableLUA: isOn ? 1 : 0 } });

export function switchUserAccountControl(isOn: boolean): void {
  assert(isWine);
  changeRegistry({ add: userAccountControl(isOn) });
}

const main = join(dirname(entry), '../cli/main.js');
const { version } = JSON.parse(
  readFileSync(join(dirname(entry), '../../../package.json'), 'utf8'),
) as { version: string };

/** What tests put there; all of it goes. Where Outlook has left any of it, no test runs. */
const written = [
  addinKey,
  ...['16.0', '15.0'].flatMap((release) => [
    `HKCU\\Software\\Microsoft\\Office\\${release}\\Outlook`,
    policy(release),
    policy(release).replace('Microsoft', 'Microsoft\\Cloud'),
  ]),
  newOutlookAppPath,
];

export interface Ran {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** A desktop of its own for each test: what is copied for the user, and which Outlook there is. */
export class DesktopHere {
  readonly localAppData = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  readonly copies = new Copies();
  readonly main = main;
  /** Of the package. */
  readonly version = version;
  readonly #ended: (() => Promise<void>)[] = [];

  /** The command, run to its end. */
  run(...args: readonly string[]): Ran {
    return this.#node([main, ...args]);
  }

  /** A script with the package at hand. */
  script(text: string): Ran {
    return this.#node(['-e', text]);
  }

  /** A classic Outlook is installed, as far as the registry and the header of its DLL say. */
  installOutlook(bitness: 'x86' | 'x64' = 'x64'): void {
    const dll =
      bitness === 'x86' ? this.copies.x86('olmapi32.dll') : this.copies.add('olmapi32.dll');
    outlookAt(dll);
  }

  /** A program of that name runs, until the test has ended. */
  async start(name: 'OUTLOOK.EXE' | 'olk.exe'): Promise<number> {
    const program = join(this.localAppData, name);
    copyFileSync(process.execPath, program);
    const child = spawn(program, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = new Promise<void>((resolve) =>
      child.once('exit', () => {
        resolve();
      }),
    );
    this.#ended.push(() => {
      child.kill();
      return gone;
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    return child.pid!;
  }

  async end(): Promise<void> {
    for (const end of this.#ended) await end();
    rmSync(this.localAppData, { recursive: true });
    this.copies.remove();
  }

  #node(args: readonly string[]): Ran {
    const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, LOCALAPPDATA: this.localAppData },
    });
    if (error !== undefined) throw error;
    return { code: status, lines: stdout.split('\n').slice(0, -1), stderr };
  }
}

/** A test with a desktop of its own; afterwards there is nothing of it in the registry. */
export function desktopTest(
  title: string,
  body: (desktop: DesktopHere, context: TestContext) => void | Promise<void>,
  skip: Skip = false,
): void {
  registryTest(title, async (context) => {
    if (skip !== false) {
      context.skip(skip);
      return;
    }
    const desktop = new DesktopHere();
    try {
      await body(desktop, context);
    } finally {
      desktop.run('addin', 'uninstall');
      await desktop.end();
      // One import: each starts a process, which takes Wine a third of a second.
      changeRegistry({
        remove: [...places, ...written],
        ...(isWine ? { add: userAccountControl(false) } : {}),
      });
    }
  });
}

const machine = 'HKLM\\Software';
/** Where an add-in would be registered for all users. */
const forAll = [
  ...['', 'Wow6432Node\\'].flatMap((view) => [
    `${machine}\\${view}Microsoft\\Office`,
    `${machine}\\Classes\\${view}CLSID\\${clsid}`,
  ]),
  `${machine}\\Classes\\${progId}`,
  `${machine}\\Policies`,
];

/** What is the user's, and what an add-in could have to do with of the machine's; or all of that. */
export function registryNow(ofMachine = forAll): ReadonlyMap<string, readonly string[]> {
  return new Map(['HKCU\\Software', ...ofMachine].flatMap((key) => [...exportKeys(key)]));
}

export const wholeRegistry = (): ReadonlyMap<string, readonly string[]> => registryNow([machine]);

/** Keys and values that only one of them has. */
export function difference(
  before: ReadonlyMap<string, readonly string[]>,
  after: ReadonlyMap<string, readonly string[]>,
): { readonly gone: string[]; readonly come: string[] } {
  const flat = (keys: typeof before): Set<string> =>
    new Set([...keys].flatMap(([key, values]) => [key, ...values.map((one) => `${key}: ${one}`)]));
  const [one, other] = [flat(before), flat(after)];
  return {
    gone: [...one].filter((line) => !other.has(line)),
    come: [...other].filter((line) => !one.has(line)),
  };
}
