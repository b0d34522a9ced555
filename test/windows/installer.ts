import type { Keys } from './registry.js';

// How the Windows Installer writes down a qualified component: the category's key has a value of the
// qualifier's name, which names a product, a feature and a component in a packed form; another key has
// the component's path for that product.

const product = '{0B0B6D8C-5A0E-4B0C-9D5E-7C2F61A3E001}';
const machine = 'HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Installer\\UserData\\S-1-5-18';
const classes = 'HKLM\\Software\\Classes\\Installer';
const digits =
  "!$%&'()*+,-.0123456789=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}~";

const reversed = (text: string): string => Array.from(text).reverse().join('');

/** A GUID as a key's name. */
export function squashed(guid: string): string {
  const [a = '', b = '', c = '', ...rest] = guid.slice(1, -1).split('-');
  const pairs = rest.join('').match(/../g) ?? [];
  return [a, b, c, ...pairs].map(reversed).join('').toUpperCase();
}

/** A GUID in 20 characters: each quarter of its bytes in base 85, the lowest digit first. */
function packed(guid: string): string {
  const [a = '', b = '', c = '', ...rest] = guid.slice(1, -1).split('-');
  const bytes = Buffer.concat([
    ...[a, b, c].map((part) => Buffer.from(part, 'hex').reverse()),
    Buffer.from(rest.join(''), 'hex'),
  ]);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    let quarter = bytes.readUInt32LE(at);
    for (let digit = 0; digit < 5; ++digit) {
      text += digits.charAt(quarter % 85);
      quarter = Math.floor(quarter / 85);
    }
  }
  return text;
}

const componentNumber = (i: number): string =>
  `{0B0B6D8C-5A0E-4B0C-9D5E-7C2F61A3C0${i.toString(16).padStart(2, '0')}}`;

export interface QualifiedComponent {
  readonly category: string;
  readonly qualifier: string;
  readonly path: string;
}

/** What makes MsiProvideQualifiedComponent answer with these paths. */
export function installed(components: readonly QualifiedComponent[]): Keys {
  const keys: Record<string, Record<string, { multi: string[] } | string | number>> = {
    [`${machine}\\Products\\${squashed(product)}\\InstallProperties`]: { WindowsInstaller: 1 },
    [`${classes}\\Products\\${squashed(product)}`]: { ProductName: 'rx-outlook test' },
  };
  components.forEach(({ category, qualifier, path }, i) => {
    const component = componentNumber(i);
    const descriptor = `${packed(product)}Feature>${packed(component)}`;
    (keys[`${classes}\\Components\\${squashed(category)}`] ??= {})[qualifier] = {
      multi: [descriptor],
    };
    keys[`${machine}\\Components\\${squashed(component)}`] = { [squashed(product)]: path };
  });
  return keys;
}

/** Every key that `installed` can have made for these categories. */
export function installedKeys(categories: readonly string[], count = 16): readonly string[] {
  return [
    `${machine}\\Products\\${squashed(product)}`,
    `${classes}\\Products\\${squashed(product)}`,
    ...categories.map((category) => `${classes}\\Components\\${squashed(category)}`),
    ...Array.from(
      { length: count },
      (_, i) => `${machine}\\Components\\${squashed(componentNumber(i))}`,
    ),
  ];
}
