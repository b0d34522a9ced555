import type { RegistryKey, Windows } from '../../lib/binary.cjs';

/** The releases of Outlook whose settings are looked at, the newest first. */
export const releases = ['16.0', '15.0'] as const;

export type Release = (typeof releases)[number];

export const settingsOf = (release: Release): string =>
  `Software\\Microsoft\\Office\\${release}\\Outlook`;

/** Written by an administrator, over Group Policy or the cloud policy service. */
export const policiesOf = (release: Release): readonly string[] => [
  `Software\\Policies\\Microsoft\\Office\\${release}\\Outlook`,
  `Software\\Policies\\Microsoft\\Cloud\\Office\\${release}\\Outlook`,
];

export const addinKey = ({ progId }: Windows): string =>
  `Software\\Microsoft\\Office\\Outlook\\Addins\\${progId}`;

/** Names in the registry are the same in capitals. */
export function valueOf(
  key: RegistryKey | undefined,
  name: string,
): string | number | Uint8Array | undefined {
  const found = Object.entries(key?.values ?? {}).find(
    ([one]) => one.toLowerCase() === name.toLowerCase(),
  );
  return found?.[1];
}
