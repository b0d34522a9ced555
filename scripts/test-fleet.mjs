// npm run test:fleet: examples/fleet, its agent at Debian's Mosquitto and its board in Debian's Chromium; the types and
// ESLint of it. The last line counts.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { installPackages } from './debian.mjs';
import { fleet, installFleet } from './fleet-packages.mjs';
import { root, run, tool } from './run.mjs';
import { fromJest, one, Tally } from './tally.mjs';

const results = root('build/results/fleet.json');
const tally = new Tally();

function node(args, options = {}) {
  const { status, signal } = spawnSync(process.execPath, args, {
    cwd: root(''),
    stdio: 'inherit',
    ...options,
  });
  return signal ?? status;
}

/** A check that passes or not. */
function check(title, ...args) {
  tally.report(title, one(node(args) === 0));
}

// The processes of desktops load what is built.
run(process.execPath, [root('scripts/build.mjs')]);
installPackages(['mosquitto', 'chromium', 'openssl']);
installFleet();
mkdirSync(root('build/results'), { recursive: true });

const vite = ['node_modules/vite/bin/vite.js', 'build', '-c', 'board/vite.config.ts'];
tally.report('the page is built', one(node([...vite, '--logLevel', 'warn'], { cwd: fleet }) === 0));
const jest = ['--config', 'examples/fleet/jest.config.mjs', '--json', `--outputFile=${results}`];
const end = node([tool('jest/bin/jest.js'), ...jest]);
tally.report('agent and board', fromJest(results, end));
check('types', tool('typescript/bin/tsc'), '-p', 'examples/fleet/tsconfig.json');
check('ESLint', tool('eslint/bin/eslint.js'), 'examples/fleet');
tally.close();
