import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, type TestContext } from 'node:test';
import { eventually } from '../contract/tools.js';
import { AutomationOutlook, mode } from './automationOutlook.js';
import { difference, wholeRegistry } from './command.js';
import { bitness } from './lineProgram.js';
import { changeRegistry } from './permission.js';
import { registryTest } from './registryTest.js';
import { keepResult } from './results.js';

// From an empty folder to an Outlook's state and its accounts', with nothing registered and nothing in Outlook.

/** Made by scripts/windows/user-folder.mjs. */
const folder = process.env['RX_OUTLOOK_TEST_USER_FOLDER']!;
const script = 'watch.mjs';
const alice = { name: 'alice@example.com' };
const team = { name: 'Team', mode: mode.offline };

/** What happens to Outlook, and what the script prints then. */
type Step = readonly [
  what: string,
  does: (outlook: AutomationOutlook) => Promise<void>,
  ...prints: readonly string[],
];

const steps: readonly Step[] = [
  [
    'The script is started.',
    () => Promise.resolve(),
    'Work online',
    "{ 'alice@example.com': 'unknown', Team: 'unknown' }",
    "{ 'alice@example.com': 'online', Team: 'unknown' }",
    "{ 'alice@example.com': 'online', Team: 'offline' }",
  ],
  [
    'The profile loses its connection.',
    (outlook) => outlook.setMode(mode.disconnected),
    'Work offline',
  ],
  [
    "Alice's account loses its connection.",
    (outlook) => outlook.setAccountMode(alice.name, mode.disconnected),
    "{ 'alice@example.com': 'offline', Team: 'offline' }",
  ],
  [
    'An account is added.',
    (outlook) => outlook.addAccount({ name: 'Sales' }),
    "{ 'alice@example.com': 'offline', Team: 'offline', Sales: 'unknown' }",
    "{ 'alice@example.com': 'offline', Team: 'offline', Sales: 'online' }",
  ],
  [
    'An account is renamed.',
    (outlook) => outlook.renameAccount('Team', 'Group'),
    "{ 'alice@example.com': 'offline', Sales: 'online', Group: 'offline' }",
  ],
  [
    "Alice's account is removed.",
    (outlook) => outlook.removeAccount(alice.name),
    "{ 'alice@example.com': 'unknown', Sales: 'online', Group: 'offline' }",
    "{ Sales: 'online', Group: 'offline' }",
  ],
  ['The profile is connected again.', (outlook) => outlook.setMode(mode.online), 'Work online'],
  [
    'Outlook ends.',
    (outlook) => outlook.end('proper'),
    'Work not-running',
    "{ Sales: 'online', Group: 'unknown' }",
    "{ Sales: 'unknown', Group: 'unknown' }",
  ],
];

/** Runs the script through all steps; the transcript. */
async function watched(outlook: AutomationOutlook): Promise<readonly string[]> {
  const env = { ...process.env, NODE_OPTIONS: '' }; // which makes RxJS one file, for the suites
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  const printed: string[] = [];
  createInterface(child.stdout).on('line', (line) => printed.push(line));
  const transcript = [`> node ${script}`];
  try {
    for (const [what, does, ...prints] of steps) {
      await does(outlook);
      await eventually(() => printed.length >= prints.length, `${what} ${prints.join()}`);
      const seen = printed.splice(0, prints.length);
      assert.deepEqual(seen, prints, what);
      transcript.push(`(${what})`, ...seen);
    }
  } finally {
    child.kill();
    await once(child, 'close');
  }
  assert.deepEqual(printed, [], 'nothing else was printed');
  return transcript;
}

/** All that may be in the folder. */
const files = ['node_modules', 'package-lock.json', 'package.json', script];

/** Empty; made to be watched: an add-in that comes would write there. */
const watchedKey = 'HKEY_CURRENT_USER\\Software\\rx-outlook';

async function run(context: TestContext): Promise<void> {
  changeRegistry({ remove: [watchedKey.replace('HKEY_CURRENT_USER', 'HKCU')] }); // other tests leave it
  const before = wholeRegistry();
  assert.deepEqual(readdirSync(folder).sort(), files);
  const outlook = await AutomationOutlook.start({ accounts: [alice, team] });
  try {
    const lines = readFileSync(join(folder, script), 'utf8').trimEnd().split('\n');
    const transcript = await watched(outlook);
    assert.deepEqual(readdirSync(folder).sort(), files, 'no other file has come');
    assert.deepEqual(difference(before, wholeRegistry()), { gone: [], come: [watchedKey] });
    keepResult(context, `without-add-in-${bitness}`, [
      ...['> npm init -y', '> npm install rx-outlook rxjs', `> type ${script}`],
      ...lines,
      ...transcript,
      `(In the folder are ${files.join(', ')}.)`,
      `(In the registry one key is new, and empty: ${watchedKey}.)`,
    ]);
  } finally {
    await outlook.kill();
  }
}

describe(`from npm install to online, with an Outlook for ${bitness}`, () => {
  registryTest('five lines see Outlook and its accounts, and nothing is registered', run);
});
