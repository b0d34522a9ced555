// What npm run test:windows runs, the longest first, and how much of it must pass.
import { root } from '../run.mjs';

/** What the suites load, and start, by the name under which they look for it. */
export const loaded = {
  x64: {
    ...Object.fromEntries(
      ['msmapi32', 'decorated', 'planted', 'needy', 'no_initialize', 'no_uninitialize'].map(
        (dll) => [`${dll}.dll`, `${dll}.dll`],
      ),
    ),
    'stranger.exe': 'stranger.exe',
    'x64/OUTLOOK.exe': 'OUTLOOK.exe',
    'x64/automation/OUTLOOK.exe': 'automation/OUTLOOK.exe',
  },
  x86: {
    'x86/OUTLOOK.exe': 'OUTLOOK.exe',
    'x86/automation/OUTLOOK.exe': 'automation/OUTLOOK.exe',
    'x86/msmapi32.dll': 'msmapi32.dll',
  },
};

const bitnesses = ['x64', 'x86'];
const both = (suite, least) => bitnesses.map((bitness) => ({ suite, least, bitness }));

/**
 * Each suite, and how many of its tests must pass: a run that counts fewer has left some out. The newest Node runs
 * all. An older one runs what depends on JavaScript (`knowsNode`); on a submission only the contract and how processes
 * end (`isShort`), for nothing below the seam knows Node. `isNightly`: measures figures, which a submission does not
 * need. `hasUserFolder`: it has a folder as a user's, with the package.
 */
const suites = [
  ...both('windows/addInContract.test.js', 48).map((one) => ({ ...one, knowsNode: true })),
  ...both('windows/automationCost.test.js', 2).map((one) => ({ ...one, isNightly: true })),
  { suite: 'windows/soak.test.js', least: 14 },
  ...both('windows/automationEnds.test.js', 9),
  { suite: 'bridge/contract.test.js', least: 48, knowsNode: true },
  { suite: 'windows/command.test.js', least: 34 },
  { suite: 'windows/discovery.test.js', least: 29 },
  { suite: 'windows/msmapi.test.js', least: 51, knowsNode: true },
  { suite: 'windows/silence.test.js', least: 25 },
  { suite: 'windows/failure.test.js', least: 14 },
  ...both('windows/addIn.test.js', 11),
  ...both('windows/installed.test.js', 2),
  ...both('windows/automationLooks.test.js', 8),
  ...both('windows/automationInstalled.test.js', 1).map((one) => ({ ...one, hasUserFolder: true })),
  ...both('windows/automation.test.js', 8),
  ...both('windows/automationContract.test.js', 17),
  ...both('windows/automationTakeover.test.js', 3),
  ...both('windows/addInCost.test.js', 2),
  { suite: 'windows/contract.test.js', least: 48, knowsNode: true, isShort: true },
  { suite: 'windows/process.test.js', least: 6, knowsNode: true, isShort: true },
  { suite: 'windows/pipe.test.js', least: 7 },
  { suite: 'windows/profiles.test.js', least: 6 },
  { suite: 'windows/shell.test.js', least: 1 },
  { suite: 'windows/automationDesktop.test.js', least: 0 },
  { suite: 'bridge/processes.test.js', least: 3 },
];

/** Each suite with the release of Node that runs it: all that differ, or what a submission has time for. */
export function suitesFor(nodes, { all }) {
  const newest = nodes.at(-1);
  return nodes.toReversed().flatMap((version) =>
    suites
      .filter(({ isNightly }) => all || isNightly !== true)
      .filter(
        ({ knowsNode, isShort }) =>
          version === newest || (all ? knowsNode === true : isShort === true),
      )
      .map((one) => ({ ...one, version })),
  );
}

/**
 * Each native test, the DLL that it is put against where it is, and how many checks it makes. `outlook`: the bitness of
 * the stand-in for Outlook that it is put against.
 */
export const witnesses = [
  ...bitnesses.map((outlook) => ({ program: 'automation_test', checks: 152, outlook })),
  { program: 'witness_client', args: ['msmapi32.dll'], checks: 198 },
  { program: 'object_test', args: ['witness_object.dll'], checks: 81 },
  ...[
    ['x64', 'win32-x64'],
    ['x86', 'win32-ia32'],
  ].map(([bitness, folder]) => ({
    program: 'add_in_test',
    args: [root(`prebuilds/${folder}/rx-outlook-addin.dll`)],
    checks: 44,
    bitness,
    isForMinGW: bitness === 'x86', // nowhere else is that one built
  })),
  ...bitnesses.map((bitness) => ({ program: 'addin_accounts_test', checks: 29, bitness })),
  { program: 'pipe_place_test', checks: 52 },
  { program: 'pipe_loop_test', checks: 41 },
  { program: 'registry_test', checks: 33 },
  { program: 'made_keys_test', checks: 11 },
  {
    program: 'node_api_host_test',
    args: [root('prebuilds/win32-x64/rx-outlook.node')],
    checks: 34,
    isForMinGW: true,
  },
];
