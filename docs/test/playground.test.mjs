import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { placesOf } from '../../scripts/diagrams/draw.mjs';
import { loadDiagrams } from '../../scripts/diagrams/load.mjs';
import { parse } from '../../scripts/diagrams/parse.mjs';
import { root } from '../../scripts/run.mjs';
import { atOnce, handle, open, openDiagram, switchScheme, words } from './browser.mjs';
import { expected } from './expected.mjs';

const diagrams = await loadDiagrams();
const named = (name) => diagrams.find((one) => one.name === name);
const debounce = named('debounceConnectionState');

/** The shown picture and a file's picture, both as the browser reads them. */
const pictures = (page, file) =>
  page.evaluate(
    (text) => {
      const read = document.createElement('div');
      read.innerHTML = text;
      const shown = document
        .querySelector('.shown')
        .shadowRoot.querySelector('svg')
        .cloneNode(true);
      shown.removeAttribute('style');
      return { shown: shown.outerHTML, file: read.querySelector('svg').outerHTML };
    },
    readFileSync(root(`docs/diagrams/${file}.svg`), 'utf8'),
  );

async function drag(page, diagram, input, from, to) {
  const { x, width } = placesOf(parse(diagram));
  const box = await page.locator('.handles').boundingBox();
  const at = await handle(page, input, from).boundingBox();
  const left = (time) => box.x + (x(time) * box.width) / width;
  await page.mouse.move(left(from), at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move((left(from) + left(to)) / 2, at.y + at.height / 2);
  await page.mouse.move(left(to), at.y + at.height / 2);
  await page.mouse.up();
}

/** Waits up to 3 s for these words; returns the present words. */
async function wordsWhen(page, wanted) {
  await page
    .waitForFunction((text) => document.querySelector('.words').textContent === text, wanted, {
      timeout: 3_000,
    })
    .catch(() => undefined);
  return words(page);
}

describe('the first picture of a playground is the one in docs/diagrams', atOnce, () => {
  for (const diagram of diagrams) {
    test(diagram.name, async () => {
      const { page, errors, close } = await openDiagram(diagram);
      const light = await pictures(page, `${diagram.name}.light`);
      assert.equal(light.shown, light.file);
      await switchScheme(page);
      const dark = await pictures(page, `${diagram.name}.dark`);
      assert.equal(dark.shown, dark.file);
      assert.deepEqual(errors, []);
      await close();
    });
  }
});

describe('a marble that is dragged changes the output as the TestScheduler says', atOnce, () => {
  for (const diagram of diagrams) {
    const [[input, { marbles }]] = Object.entries(diagram.inputs);
    if (diagram.inTime || typeof marbles !== 'string') continue;
    test(diagram.name, async () => {
      const letters = Array.from(marbles);
      const from = letters.findLastIndex((letter) => /\w/.test(letter));
      const to = letters.lastIndexOf('-', from);
      [letters[from], letters[to]] = ['-', letters[from]];
      const wanted = expected(diagram, input, letters.join(''));
      const { page, close } = await openDiagram(diagram);
      const before = await words(page);
      await drag(page, diagram, input, from, to);
      assert.equal(await wordsWhen(page, wanted), wanted);
      if (wanted !== expected(diagram, input, marbles)) assert.notEqual(before, wanted);
      await close();
    });
  }

  test('toAsyncIterable, whose loop takes 4 ms for each value', async () => {
    const diagram = named('toAsyncIterable');
    const { page, close } = await openDiagram(diagram);
    await drag(page, diagram, 'state$', 15, 10);
    const wanted =
      'loop: online at 1 ms, offline at 5 ms, online at 9 ms, offline at 13 ms, complete at 22 ms';
    assert.equal(await wordsWhen(page, wanted), wanted);
    await close();
  });

  test('an attempt of a cold stream that fails later is retried later', async () => {
    const diagram = named('mergeConnectionStates-retry');
    const { page, close } = await openDiagram(diagram);
    await drag(page, diagram, 'home', 5, 7);
    const wanted =
      'result: unknown: home unknown at 0 ms, online: home online at 2 ms, ' +
      'unknown: home unknown (error) at 7 ms, offline: home offline at 14 ms, complete at 19 ms';
    assert.equal(await wordsWhen(page, wanted), wanted);
    await close();
  });
});

describe('the keyboard', () => {
  test('moves a marble with the arrow keys, and by 5 ms with Shift', async () => {
    const { page, errors, close } = await openDiagram(debounce);
    await handle(page, 'state$', 8).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    let wanted = expected(debounce, 'state$', 'n--f-n----f-----n---f-|');
    assert.equal(await wordsWhen(page, wanted), wanted);
    await page.keyboard.press('Shift+ArrowLeft');
    // At 5 there is another one: the next free millisecond in that direction is 4.
    wanted = expected(debounce, 'state$', 'n--ffn----------n---f-|');
    assert.equal(await wordsWhen(page, wanted), wanted);
    assert.deepEqual(errors, []);
    await close();
  });

  test('removes, adds and changes marbles, and keeps the focus', async () => {
    const { page, close } = await openDiagram(debounce);
    await handle(page, 'state$', 8).focus();
    await page.keyboard.press('Delete');
    let wanted = expected(debounce, 'state$', 'n--f-n----------n---f-|');
    assert.equal(await wordsWhen(page, wanted), wanted);
    const focused = () =>
      page.evaluate(() => document.activeElement.getAttribute('aria-valuetext'));
    assert.equal(await focused(), 'online at 5 ms');
    await page.keyboard.press('+');
    await page.waitForFunction(() =>
      document.activeElement.getAttribute('aria-valuetext')?.endsWith('at 6 ms'),
    );
    await page.keyboard.press('f');
    wanted = expected(debounce, 'state$', 'n--f-nf---------n---f-|');
    assert.equal(await wordsWhen(page, wanted), wanted);
    await close();
  });

  test('leaves no value after the end of a stream', async () => {
    const { page, close } = await openDiagram(debounce);
    await handle(page, 'state$', 22).focus();
    await page.keyboard.press('Home');
    assert.equal(
      await page.locator('.handle:focus').getAttribute('aria-valuetext'),
      'complete at 21 ms',
    );
    await close();
  });
});

describe('the options and the buttons', () => {
  test('an option changes the call in the picture and the output', async () => {
    const { page, close } = await openDiagram(debounce);
    await page.locator('input[name="offline"]').fill('1');
    const wanted = expected(
      { ...debounce, options: { offline: 1 } },
      'state$',
      debounce.inputs.state$.marbles,
    );
    assert.equal(await wordsWhen(page, wanted), wanted);
    assert.match(
      await page.evaluate(() => document.querySelector('.shown').shadowRoot.textContent),
      /debounceConnectionState\(\{ offline: 1 \}\)/,
    );
    await close();
  });

  test('another picture of the operator can be chosen, and comes back by Reset', async () => {
    const { page, errors, close } = await openDiagram(debounce);
    const title = named('debounceConnectionState-maxWait').title;
    await page.locator('select[name="picture"]').selectOption({ label: title });
    await page.locator('.stack').getByLabel('state$: online').nth(3).focus();
    const chosen = await pictures(page, 'debounceConnectionState-maxWait.light');
    assert.equal(chosen.shown, chosen.file);
    await page.keyboard.press('Delete');
    await page.getByText('Reset').click();
    await page.locator('.handle').nth(6).waitFor();
    const again = await pictures(page, 'debounceConnectionState-maxWait.light');
    assert.equal(again.shown, again.file);
    assert.deepEqual(errors, []);
    await close();
  });

  test('a marble that is dragged past the end of its attempt can be dragged back', async () => {
    const { page, close } = await openDiagram(named('whileOnline'));
    const before = await words(page);
    // The attempt is left 8 ms after its beginning.
    await handle(page, 'mail$', 7).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForFunction(
      (said) => document.querySelector('.words').textContent !== said,
      before,
    );
    await page.keyboard.press('Shift+ArrowLeft');
    assert.equal(await wordsWhen(page, before), before);
    await close();
  });

  test('an error is added by its button', async () => {
    const { page, close } = await openDiagram(named('whileOnline'));
    await page.getByRole('group', { name: 'state$' }).getByText('+ unknown').click();
    await page.waitForFunction(() => document.activeElement.dataset.input === 'state$');
    await handle(page, 'state$', 26).focus();
    await page.keyboard.press('e');
    await page.waitForFunction(() =>
      document.querySelector('.words').textContent.includes('error state$ failed at 26 ms'),
    );
    await close();
  });

  test('the code can be copied, and has what the reader chose', async () => {
    const { page, close } = await openDiagram(debounce, { search: { state$: 'n-f|', offline: 1 } });
    await page.locator('button.copy').click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /hot\('n-f\|', states, 'state\$ failed'\)/);
    assert.match(copied, /debounceConnectionState\(\{ offline: 1 \}\)/);
    await close();
  });
});

describe('the address', () => {
  test('restores a case that was shared', async () => {
    const first = await openDiagram(named('debounceConnectionState-maxWait'));
    await handle(first.page, 'state$', 8).focus();
    await first.page.keyboard.press('Delete');
    await first.page.locator('input[name="maxWait"]').fill('9');
    await first.page.waitForFunction(() => location.search.includes('maxWait=9'));
    const url = new URL(first.page.url());
    const said = await words(first.page);
    const second = await open(`${url.pathname}${url.search}`);
    assert.equal(await wordsWhen(second.page, said), said);
    assert.equal(await second.page.locator('input[name="maxWait"]').inputValue(), '9');
    assert.equal(await handle(second.page, 'state$', 8).count(), 0);
    await first.close();
    await second.close();
  });

  test('that is no case shows the diagram as it is', async () => {
    const search = { state$: 'n--x', picture: 'none', debounceFirst: 'perhaps' };
    const { page, errors, close } = await openDiagram(debounce, { search });
    const { shown, file } = await pictures(page, 'debounceConnectionState.light');
    assert.equal(shown, file);
    assert.deepEqual(errors, []);
    await close();
  });
});
