import type { RegistryKey, Windows } from '../../lib/binary.cjs';

/** The releases of Outlook whose settings are read, the newest first. */
export const releases = ['16.0', '15.0'] as const;

export type Release = (typeof releases)[number];

/**
 * Returns the release of the installed Outlook, if it can be found; else all. Removed releases leave their
 * policies behind.
 */
export function releasesOf(windows: Windows): readonly Release[] {
  const key = 'Software\\Classes\\Outlook.Application\\CurVer';
  for (const view of [64, 32] as const) {
    const current = valueOf(windows.readKey('HKLM', key, view), '');
    const number = typeof current === 'string' ? /\.(\d+)$/.exec(current)?.[1] : undefined;
    const found = releases.filter((release) => release === `${number ?? ''}.0`);
    if (found.length > 0) return found;
  }
  return releases;
}

export const settingsOf = (release: Release): string =>
  `Software\\Microsoft\\Office\\${release}\\Outlook`;

/** Keys that an administrator writes, by Group Policy or the cloud policy service. */
export const policiesOf = (release: Release): readonly string[] => [
  `Software\\Policies\\Microsoft\\Office\\${release}\\Outlook`,
  `Software\\Policies\\Microsoft\\Cloud\\Office\\${release}\\Outlook`,
];

export const addinKey = ({ progId }: Windows): string =>
  `Software\\Microsoft\\Office\\Outlook\\Addins\\${progId}`;

/** Finds a value by its name; names in the registry ignore case. */
export function valueOf(
  key: RegistryKey | undefined,
  name: string,
): string | number | Uint8Array | undefined {
  const found = Object.entries(key?.values ?? {}).find(
    ([one]) => one.toLowerCase() === name.toLowerCase(),
  );
  return found?.[1];
}
