import { keyExists, readValue, subkeys } from './registry.js';

// Which Outlook is here, as its own setup has written it down. For Jest as well, so no import.meta.

/** Classic Outlook's registration as an e-mail program. */
export const mailClient = 'HKLM\\Software\\Clients\\Mail\\Microsoft Outlook';

const packages =
  'HKCU\\Software\\Classes\\Local Settings\\Software\\Microsoft\\Windows\\CurrentVersion\\AppModel\\Repository\\Packages';
const newOutlook = `${packages}\\Microsoft.OutlookForWindows_`;
export const newOutlookPackage = `${newOutlook}1.2024.1_x64__8wekyb3d8bbwe`;
export const newOutlookAppPath =
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\App Paths\\olk.exe';

/** The keys of new Outlook. */
export function newOutlookKeys(): readonly string[] {
  return [
    ...[newOutlookAppPath].filter((key) => keyExists(key)),
    ...subkeys(packages)
      .map((name) => `${packages}\\${name}`)
      .filter((key) => key.startsWith(newOutlook)),
  ];
}

/** Classic Outlook's, `x64` or `x86`. */
function bitness(): string | undefined {
  const office = 'HKLM\\Software\\Microsoft\\Office';
  for (const version of ['16.0', '15.0', '14.0']) {
    for (const view of ['/reg:64', '/reg:32']) {
      const value = readValue(`${office}\\${version}\\Outlook`, 'Bitness', view);
      if (value !== undefined) return value;
    }
  }
  return readValue(`${office}\\ClickToRun\\Configuration`, 'Platform');
}

/** Classic Outlook for processes as this one, or for others; new Outlook alone; none. */
export function outlookHere(): 'classic' | 'other' | 'new' | 'none' {
  if (keyExists(mailClient))
    return (bitness() ?? process.arch) === process.arch ? 'classic' : 'other';
  return newOutlookKeys().length > 0 ? 'new' : 'none';
}

/** How the backend `msmapi` fails here outside of Outlook, which knows no profile there. */
export function failureHere(): { readonly code: string; readonly message: RegExp } {
  switch (outlookHere()) {
    case 'classic':
      return { code: 'MAPI_E_NOT_FOUND', message: /bridge/ };
    case 'other':
      return { code: 'ERR_OUTLOOK_OTHER_BITNESS', message: /bridge/ };
    case 'new':
      return { code: 'ERR_OUTLOOK_NEW_ONLY', message: /backend: 'embedded'/ };
    case 'none':
      return { code: 'ERR_OUTLOOK_NOT_INSTALLED', message: /backend: 'embedded'/ };
  }
}

/** How `auto` fails here: the bridge's remedy, where it has one, comes before what `msmapi` says. */
export function autoFailureHere(): ReturnType<typeof failureHere> {
  const here = outlookHere();
  return here === 'classic' || here === 'other'
    ? { code: 'ERR_ADDIN_MISSING', message: /npx rx-outlook addin install/ }
    : failureHere();
}
