import { installed, installedKeys } from './installer.js';
import { mailClient, newOutlookAppPath, newOutlookPackage } from './outlookHere.js';
import { changeRegistry, forbidden } from './permission.js';
import type { Keys, Value } from './registry.js';

/** The Windows Installer's category for each release of Outlook, the newest first. */
export const categories = [
  '{5812C571-53F0-4467-BEFA-0A4F47A9437C}', // 16
  '{E83B4360-C208-4325-9504-0D23003A74A5}', // 15
  '{1E77DE88-BCAB-4C37-B9E5-073AF52DFD7A}', // 14
] as const;

/** For MSIComponentID, whatever its value is on a real machine. */
export const mapiComponent = '{FF1D0740-D227-11D1-A4B0-006008AF820E}';

/** Where an Outlook may be told to be; all of it goes before anything is told. */
export const places = [
  mailClient,
  newOutlookPackage,
  newOutlookAppPath,
  ...installedKeys([...categories, mapiComponent]),
];

/** One way that leads to a DLL: a value of the mail client's, or a component of the Windows Installer. */
export interface Way {
  readonly client?: Readonly<Record<string, Value>> | undefined;
  readonly component?: { readonly category: string; readonly qualifier: string } | undefined;
  /** The DLL, or the program beside which it lies. */
  readonly path: string;
}

/** Tells Windows of an Outlook that these ways lead to, and of none besides. */
export function registerOutlook(ways: readonly Way[], more: Keys = {}): void {
  const components = ways.flatMap(({ component, path }) =>
    component === undefined ? [] : [{ ...component, path }],
  );
  const client = Object.assign({}, ...ways.map((way) => way.client ?? {})) as Keys[string];
  changeRegistry({
    remove: places,
    add: {
      ...(Object.keys(client).length > 0 ? { [mailClient]: client } : {}),
      ...(components.length > 0 ? installed(components) : {}),
      ...more,
    },
  });
}

/** Outlook's DLL is there, as the setup of an older Office tells it. */
export function outlookAt(dll: string): void {
  registerOutlook([{ client: { DLLPathEx: dll }, path: dll }]);
}

export function forgetOutlook(): void {
  if (forbidden() === undefined) changeRegistry({ remove: places });
}
