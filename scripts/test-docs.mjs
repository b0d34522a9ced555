// npm run test:docs: builds the site, and tests it in Debian's headless Chromium. The last line counts the tests;
// the build, with its links, counts as one.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { installPackages } from './debian.mjs';
import { root, run } from './run.mjs';
import { fromNodeTest, one, Tally } from './tally.mjs';

const timeout = 10 * 60_000;
const tally = new Tally();

// CHROMIUM names another browser.
if (process.env.CHROMIUM === undefined) installPackages(['chromium', 'fonts-dejavu-core']);
run(process.execPath, [root('scripts/docs.mjs')]);
tally.add(one(true));

mkdirSync(root('build/results'), { recursive: true });
for (const suite of ['pages', 'playground', 'code']) {
  const counts = root(`build/results/docs-${suite}.json`);
  const { stdout, status, signal } = spawnSync(
    process.execPath,
    [
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${root('scripts/node-test-reporter.mjs')}`],
      `--test-reporter-destination=${counts}`,
      root(`docs/test/${suite}.test.mjs`),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 28, timeout },
  );
  tally.report(`${suite} of the site`, fromNodeTest(counts, status ?? signal), stdout);
}
tally.close();
