import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { profiles } from 'rx-outlook';
import { forgetOutlook } from './outlook.js';
import { changeRegistry, forbidden } from './permission.js';
import { needsOutlook } from './place.js';
import { subkeys, type Keys } from './registry.js';
import { registryTest } from './registryTest.js';

const backend = 'msmapi';
const office = (version: string): string =>
  `HKCU\\Software\\Microsoft\\Office\\${version}\\Outlook`;
const messaging =
  'HKCU\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles';

/** The profiles of one release of Outlook, each an empty key. */
function of(version: string, names: readonly string[], DefaultProfile?: string): Keys {
  const key = office(version);
  return {
    [key]: DefaultProfile === undefined ? {} : { DefaultProfile },
    [`${key}\\Profiles`]: {},
    ...Object.fromEntries(names.map((name) => [`${key}\\Profiles\\${name}`, {}])),
  };
}

/** The profiles of what was before. */
function before2013(names: readonly string[], DefaultProfile?: string): Keys {
  return {
    [messaging]: DefaultProfile === undefined ? {} : { DefaultProfile },
    ...Object.fromEntries(names.map((name) => [`${messaging}\\${name}`, {}])),
  };
}

describe('profiles(), with no Outlook to open', () => {
  const all = [office('16.0'), office('15.0'), messaging];
  const forget = () => {
    if (forbidden() === undefined) changeRegistry({ remove: all });
  };
  const listed = (...keys: readonly Keys[]) => {
    changeRegistry({ remove: all, add: Object.assign({}, ...keys) as Keys });
    return profiles({ backend });
  };
  before(forgetOutlook);
  afterEach(forget);
  after(forget);

  registryTest('gives an empty array where there is none', async () => {
    assert.deepEqual(await listed(), []);
    assert.deepEqual(await listed(of('16.0', []), of('15.0', []), before2013([])), []);
  });

  registryTest('gives the default one first, the others in the order of their names', async () => {
    const names = ['Work', 'Archive', 'Home'];
    assert.deepEqual(await listed(of('16.0', names, 'Work')), ['Work', 'Archive', 'Home']);
    assert.deepEqual(await listed(of('16.0', names, 'Archive')), ['Archive', 'Home', 'Work']);
    assert.deepEqual(await listed(of('16.0', names)), ['Archive', 'Home', 'Work']);
  });

  registryTest('does not list a default profile that is not there', async () => {
    assert.deepEqual(await listed(of('16.0', ['Home'], 'Gone')), ['Home']);
    assert.deepEqual(await listed(of('16.0', [], 'Gone')), []);
  });

  registryTest('reads the newest release that has any profile', async () => {
    const newest = of('16.0', ['Sixteen']);
    const newer = of('15.0', ['Fifteen', 'Another'], 'Fifteen');
    const old = before2013(['Old', 'Older'], 'Older');
    assert.deepEqual(await listed(newest, newer, old), ['Sixteen']);
    assert.deepEqual(await listed(of('16.0', [], 'Sixteen'), newer, old), ['Fifteen', 'Another']);
    assert.deepEqual(await listed(of('16.0', []), of('15.0', []), old), ['Older', 'Old']);
    assert.deepEqual(await listed(old), ['Older', 'Old']);
  });

  registryTest('gives names of any Unicode, and passes over what is none', async () => {
    const names = ['Büro', 'Zürich 会社', 'Привет', '\u{1f4e7} mail'];
    const sound = await listed(
      of('16.0', [...names, 'lone \ud800', '\udc00 tail'], '\u{1f4e7} mail'),
    );
    assert.deepEqual(sound[0], '\u{1f4e7} mail');
    assert.deepEqual(new Set(sound), new Set(names));
    assert.equal(sound.length, names.length);
  });

  registryTest('reads them anew each time', async () => {
    assert.deepEqual(await listed(of('16.0', ['One'])), ['One']);
    assert.deepEqual(await listed(of('16.0', ['One', 'Two'])), ['One', 'Two']);
    forget();
    assert.deepEqual(await profiles({ backend }), []);
  });
});

test('profiles() lists the real ones on a desktop', { skip: needsOutlook }, async () => {
  const real = subkeys(`${office('16.0')}\\Profiles`);
  assert.deepEqual(new Set(await profiles({ backend })), new Set(real));
  assert(real.length > 0);
});
