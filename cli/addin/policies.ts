import type { Windows } from '../../lib/binary.cjs';
import type { Finding } from '../finding.js';
import { policiesOf, releases, valueOf } from './keys.js';

const remedy =
  'Ask who administers this machine to let the add-in in (docs/windows.md says how); nothing here works against a policy.';

const roots = ['HKCU', 'HKLM'] as const;

/** What the policies say of the add-in, none being nothing. */
export function policyFindings(windows: Windows): Finding[] {
  return releases.flatMap((release) =>
    policiesOf(release).flatMap((outlook) =>
      roots.flatMap((root) => [
        ...listed(windows, root, outlook),
        ...untrusted(windows, root, `${outlook}\\Security`),
      ]),
    ),
  );
}

/** The list of managed add-ins, and whether there are to be no others. */
function listed(windows: Windows, root: (typeof roots)[number], outlook: string): Finding[] {
  const { progId } = windows;
  const resiliency = `${outlook}\\Resiliency`;
  const list = `${resiliency}\\AddinList`;
  const said = valueOf(windows.readKey(root, list), progId);
  const policy = (result: Finding['result'], text: string): Finding => ({
    check: 'policy',
    result,
    text,
    remedy: result === 'problem' ? remedy : undefined,
  });
  if (said !== undefined) {
    const where = `${root}\\${list}, ${progId} = ${String(said)}`;
    if (String(said) === '0') return [policy('problem', `A policy blocks the add-in: ${where}.`)];
    return String(said) === '1'
      ? [policy('ok', `A policy keeps the add-in enabled: ${where}.`)]
      : [policy('ok', `A policy leaves the add-in to the user: ${where}.`)];
  }
  if (valueOf(windows.readKey(root, resiliency), 'RestrictToList') !== 1) return [];
  return [
    policy(
      'problem',
      `A policy blocks every add-in that it does not list, and this one it does not: ` +
        `${root}\\${resiliency}, RestrictToList = 1.`,
    ),
  ];
}

function untrusted(windows: Windows, root: (typeof roots)[number], security: string): Finding[] {
  if (valueOf(windows.readKey(root, security), 'DontTrustInstalledFiles') !== 1) return [];
  return [
    {
      check: 'policy',
      result: 'note',
      text:
        'A policy applies the security settings of macros to add-ins, too, and may keep one without a signature ' +
        `that is trusted from being loaded: ${root}\\${security}, DontTrustInstalledFiles = 1.`,
      remedy: 'If Outlook does not load it, the DLLs have to be signed: docs/windows.md.',
    },
  ];
}
