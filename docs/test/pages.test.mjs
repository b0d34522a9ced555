import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { root } from '../../scripts/run.mjs';
import { atOnce, open, switchScheme } from './browser.mjs';

const operators = JSON.parse(readFileSync(root('docs/generated/operators.json'), 'utf8'));
const guides = readdirSync(root('docs')).filter((file) => file.endsWith('.md'));
const paths = [
  '/',
  ...guides.filter((file) => file !== 'index.md').map((file) => `/${file.replace('.md', '.html')}`),
  '/readme.html',
  '/error-codes.html',
  '/reasons.html',
  '/reference/',
  '/reference/rx-outlook/functions/connectionStatus$.html',
  '/reference/rx-outlook/functions/mergeConnectionStates.html',
  '/reference/rx-outlook/testing/',
  ...operators.map((name) => `/playground/${name}.html`),
];

describe('a page is no wider than a telephone, and complains of nothing', atOnce, () => {
  for (const path of paths) {
    test(path, async () => {
      const { page, errors, close } = await open(path, { width: 390 });
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      assert.equal(scrollWidth, clientWidth);
      assert.deepEqual(errors, []);
      await close();
    });
  }
});

describe('the reference has a page for every public name', () => {
  for (const [entry, folders] of [
    ['rx-outlook', ['rx-outlook']],
    // A name of two entry points has one page.
    ['rx-outlook-operators', ['rx-outlook']],
    ['rx-outlook-testing', ['rx-outlook/testing', 'rx-outlook']],
  ]) {
    test(entry, () => {
      const report = readFileSync(root(`api-report/${entry}.api.md`), 'utf8');
      const names = [
        ...report.matchAll(/^export (?:\w+ )*?(?:function|class|interface|type) ([\w$]+)/gm),
      ];
      assert.ok(names.length > 5);
      const kinds = ['functions', 'classes', 'interfaces', 'type-aliases'];
      const missing = names
        .map(([, name]) => name)
        .filter((name) =>
          folders.every((folder) =>
            kinds.every(
              (kind) => !existsSync(root(`build/docs/reference/${folder}/${kind}/${name}.html`)),
            ),
          ),
        );
      assert.deepEqual(missing, []);
    });
  }
});

test('the search finds first what explains an error code, and an operator', async () => {
  const { page, close } = await open('/');
  for (const [text, link] of [
    ['ERR_BRIDGE_NOT_TRUSTED', /error-codes/],
    ['debounceConnectionState', /^\/operators(\.html)?#debounceconnectionstate$/],
  ]) {
    await page.locator('#local-search button').click();
    await page.locator('#localsearch-input').fill(text);
    const first = page.locator('.VPLocalSearchBox .result').first();
    await first.waitFor();
    assert.match(await first.getAttribute('href'), link);
    await page.keyboard.press('Escape');
    await page.locator('.VPLocalSearchBox').waitFor({ state: 'detached' });
  }
  await close();
});

test('a picture of a guide follows the scheme that the reader chose', async () => {
  const { page, close } = await open('/operators.html', { colorScheme: 'dark' });
  assert.ok(await page.locator('.picture .only-dark').first().isVisible());
  await switchScheme(page);
  assert.ok(await page.locator('.picture .only-light').first().isVisible());
  await close();
});
