import { win32 } from 'node:path';
import type {
  AddinValue,
  Machine,
  Probed,
  RegistryKey,
  RegistryRoot,
  RunningProcess,
  Windows,
} from '../../lib/binary.cjs';
import type { Desktop } from '../../cli/addin/desktop.js';
import type { Files } from '../../cli/addin/files.js';

export const progId = 'RxOutlook.AddIn';
export const classId = '{9F43EEE0-D214-4C8A-B1C0-827B7BFEB024}';
export const dllName = 'rx-outlook-addin.dll';
export const addinKey = `Software\\Microsoft\\Office\\Outlook\\Addins\\${progId}`;
export const outlookDll = 'C:\\Office\\OLMAPI32.DLL';
export const outlookProgram = 'C:\\Office\\OUTLOOK.EXE';
export const place = '\\\\.\\pipe\\rx-outlook-1-S-1-5-21';
export const folder = 'C:\\Users\\me\\AppData\\Local\\rx-outlook\\addin';
export const silent: Probed = {
  place,
  code: 'ERR_OUTLOOK_NOT_RUNNING',
  text: 'Outlook cannot be reached: no server listens.',
};

type Value = RegistryKey['values'][string];

/** A Windows with a 64-bit Outlook and nothing of ours, as tests may have it otherwise. */
export class FakeWindows implements Windows {
  readonly progId = progId;
  readonly classId = classId;
  readonly dllName = dllName;
  is64Bit = true;
  /** By root and path; in lower case. */
  readonly registry = new Map<string, Record<string, Value>>();
  readonly running: Record<string, RunningProcess[]> = {};
  readonly machines: Record<string, Machine> = { [outlookDll]: 'x64', [outlookProgram]: 'x64' };
  dlls = [outlookDll];
  hasNewOutlook = false;
  elevated = false;
  /** What the next write to the registry fails with. */
  failure: Error | undefined;

  set(root: RegistryRoot, path: string, values: Record<string, Value>, view: 32 | 64 = 64): void {
    const key = keyOf(root, path, view);
    this.registry.set(key, { ...this.registry.get(key), ...values });
  }
  run(name: 'OUTLOOK.EXE' | 'olk.exe', process: Partial<RunningProcess> = {}): void {
    (this.running[name] ??= []).push({
      id: 4242,
      path: name === 'OUTLOOK.EXE' ? outlookProgram : '',
      isElevated: false,
      ...process,
    });
  }

  addinValues(bitness: 'x86' | 'x64', dll: string): readonly AddinValue[] {
    const server = this.#server(bitness);
    return [
      { key: server, name: '', value: dll },
      { key: server, name: 'ThreadingModel', value: 'Apartment' },
      { key: addinKey, name: 'LoadBehavior', value: 3 },
    ];
  }
  registerAddin(bitness: 'x86' | 'x64', dll: string): void {
    if (this.failure !== undefined) throw this.failure;
    for (const { key, name, value } of this.addinValues(bitness, dll)) {
      this.set('HKCU', key, { [name]: value });
    }
  }
  unregisterAddin(bitness: 'x86' | 'x64'): boolean {
    if (this.failure !== undefined) throw this.failure;
    this.registry.delete(keyOf('HKCU', addinKey, 64));
    return this.registry.delete(keyOf('HKCU', this.#server(bitness), 64));
  }
  readKey(root: RegistryRoot, path: string, view: 32 | 64 = 64): RegistryKey | undefined {
    const values = this.registry.get(keyOf(root, path, view));
    return values === undefined ? undefined : { values, keys: [] };
  }
  processes(name: string): readonly RunningProcess[] {
    return this.running[name] ?? [];
  }
  machineOf(path: string): Machine {
    return this.machines[path] ?? 'unknown';
  }
  isElevated(): boolean {
    return this.elevated;
  }
  outlookDlls(): readonly string[] {
    return this.dlls;
  }
  isNewOutlookInstalled(): boolean {
    return this.hasNewOutlook;
  }
  #server(bitness: 'x86' | 'x64'): string {
    const other = bitness === 'x86' && this.is64Bit ? 'Wow6432Node\\' : '';
    return `Software\\Classes\\${other}CLSID\\${classId}\\InprocServer32`;
  }
}

const keyOf = (root: RegistryRoot, path: string, view: 32 | 64): string =>
  `${root}${root === 'HKCU' ? '' : view}\\${path}`.toLowerCase();

/** Files with what is in them, and which of them a process has loaded. */
export class FakeFiles implements Files {
  readonly contents = new Map<string, string>();
  readonly inUse = new Set<string>();

  exists(path: string): boolean {
    return this.contents.has(path);
  }
  list(folder: string): readonly string[] {
    const inside = [...this.contents.keys()].filter((path) => path.startsWith(`${folder}\\`));
    const names = inside.map((path) => path.slice(folder.length + 1).split('\\')[0]!);
    return [...new Set(names)];
  }
  isSame(one: string, other: string): boolean {
    return this.contents.get(one) === this.contents.get(other);
  }
  copy(from: string, to: string): void {
    if (this.inUse.has(to)) throw new Error('EPERM: operation not permitted');
    this.contents.set(to, this.contents.get(from)!);
  }
  remove(path: string): boolean {
    const inside = [...this.contents.keys()].filter((one) => one.startsWith(path));
    if (inside.some((one) => this.inUse.has(one))) return false;
    for (const one of inside) this.contents.delete(one);
    return true;
  }
  removeEmpty(): void {
    // there are no folders here that could be empty
  }
}

export class FakeDesktop implements Desktop {
  readonly windows = new FakeWindows();
  readonly files = new FakeFiles();
  version = '1.2.3';
  localAppData: string | undefined = 'C:\\Users\\me\\AppData\\Local';
  probed: Probed = silent;

  constructor() {
    for (const bitness of ['x86', 'x64'] as const) {
      this.files.contents.set(this.dllInPackage(bitness), `DLL for ${bitness}`);
      this.windows.machines[this.installed(bitness)] = bitness;
    }
  }
  probeBridge(): Promise<Probed> {
    return Promise.resolve(this.probed);
  }
  dllInPackage(bitness: 'x86' | 'x64'): string {
    return win32.join('C:\\package', bitness, dllName);
  }
  installed(bitness: 'x86' | 'x64', version = this.version): string {
    return win32.join(folder, version, bitness, dllName);
  }
}
