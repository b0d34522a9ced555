import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { loadDiagrams } from '../../scripts/diagrams/load.mjs';
import { root } from '../../scripts/run.mjs';
import { atOnce, openDiagram, words } from './browser.mjs';

const diagrams = await loadDiagrams();
// In the checkout, so that `rx-outlook/operators` is the package that was built.
const folder = root('build/docs-code');
mkdirSync(folder, { recursive: true });

/** Sorted pairs of a time and a subscriber. */
const moments = (pairs) => pairs.map((pair) => pair.join(' ')).toSorted();

describe('the code of a playground, run by Node, emits when the picture says so', atOnce, () => {
  for (const diagram of diagrams) {
    if (diagram.inTime) continue;
    test(diagram.name, async () => {
      const { page, close } = await openDiagram(diagram);
      const code = await page.locator('.playground pre').textContent();
      const said = (await words(page)).split('; ').flatMap((output) => {
        const [, name, events] = /^(\w+): (.*)$/s.exec(output);
        return [...events.matchAll(/ at (\d+) ms/g)].map(([, at]) => [at, name]);
      });
      await close();
      const file = `${folder}/${diagram.name}.mjs`;
      writeFileSync(file, code);
      const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      // takeUntil completes a subscriber that leaves early.
      const leaves = Object.values(diagram.outputs).some(({ there }) => there !== undefined);
      const lines = stdout.split('\n').filter((line) => !leaves || !line.endsWith('complete'));
      const printed = lines.flatMap((line) => {
        const found = /^(\d+) (\w+) /.exec(line);
        return found === null ? [] : [[found[1], found[2]]];
      });
      assert.ok(printed.length > 0);
      assert.deepEqual(moments(printed), moments(said));
    });
  }

  test('toAsyncIterable, whose loop runs in real time', async () => {
    const diagram = diagrams.find(({ name }) => name === 'toAsyncIterable');
    const { page, close } = await openDiagram(diagram, { search: { state$: 'nfn|' } });
    const code = await page.locator('.playground pre').textContent();
    await close();
    const file = `${folder}/${diagram.name}.mjs`;
    writeFileSync(file, code);
    const { stdout } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    assert.equal(stdout, 'online\noffline\nonline\n');
  });
});
