import type { Windows } from '../../lib/binary.cjs';
import type { Finding } from '../finding.js';
import { policiesOf, releasesOf, valueOf } from './keys.js';

const remedy =
  'Ask who administers this machine to allow the add-in (docs/windows.md says how); no command here overrides a policy.';

const roots = ['HKCU', 'HKLM'] as const;

/** The registry keys of policies for Outlook. */
interface Place {
  readonly root: (typeof roots)[number];
  readonly outlook: string;
}

function placesOf(windows: Windows): readonly Place[] {
  return releasesOf(windows).flatMap((release) =>
    policiesOf(release).flatMap((outlook) => roots.map((root) => ({ root, outlook }))),
  );
}

/** Reports the policies that concern the add-in; none when there are none. */
export function policyFindings(windows: Windows): Finding[] {
  const places = placesOf(windows);
  const listed = places.flatMap((place) => listing(windows, place));
  return [
    // The list may be a policy of the user, and the restriction to it one of the machine.
    ...(listed.length > 0 ? listed : places.flatMap((place) => restriction(windows, place))),
    ...places.flatMap(({ root, outlook }) => untrusted(windows, root, `${outlook}\\Security`)),
  ];
}

/** Whether a policy makes Outlook load the add-in, whatever its LoadBehavior. */
export function isAlwaysEnabled(windows: Windows): boolean {
  const said = placesOf(windows).map((place) => listedAs(windows, place));
  return said.includes('1') && !said.includes('0');
}

const listOf = ({ outlook }: Place): string => `${outlook}\\Resiliency\\AddinList`;

function listedAs(windows: Windows, place: Place): string | undefined {
  const said = valueOf(windows.readKey(place.root, listOf(place)), windows.progId);
  return said === undefined ? undefined : String(said);
}

function finding(result: Finding['result'], text: string): Finding {
  return { check: 'policy', result, text, remedy: result === 'problem' ? remedy : undefined };
}

/** Reads the list of managed add-ins. */
function listing(windows: Windows, place: Place): Finding[] {
  const said = listedAs(windows, place);
  if (said === undefined) return [];
  const where = `${place.root}\\${listOf(place)}, ${windows.progId} = ${said}`;
  if (said === '0') return [finding('problem', `A policy blocks the add-in: ${where}.`)];
  return said === '1'
    ? [finding('ok', `A policy keeps the add-in enabled: ${where}.`)]
    : [finding('ok', `A policy leaves the add-in to the user: ${where}.`)];
}

/** Reads whether other add-ins than the listed ones are blocked. */
function restriction(windows: Windows, { root, outlook }: Place): Finding[] {
  const resiliency = `${outlook}\\Resiliency`;
  if (valueOf(windows.readKey(root, resiliency), 'RestrictToList') !== 1) return [];
  return [
    finding(
      'problem',
      `A policy blocks every add-in that it does not list, and it does not list this one: ` +
        `${root}\\${resiliency}, RestrictToList = 1.`,
    ),
  ];
}

function untrusted(windows: Windows, root: Place['root'], security: string): Finding[] {
  if (valueOf(windows.readKey(root, security), 'DontTrustInstalledFiles') !== 1) return [];
  return [
    {
      check: 'policy',
      result: 'note',
      text:
        'A policy applies the security settings of macros to add-ins, too, and may keep one without a trusted ' +
        `signature from loading: ${root}\\${security}, DontTrustInstalledFiles = 1.`,
      remedy: 'If Outlook does not load it, the DLLs have to be signed: docs/windows.md.',
    },
  ];
}
