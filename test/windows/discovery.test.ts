import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe } from 'node:test';
import { type Copies, discoveryTest, perform } from './discovery.js';
import type { Failure } from './discoveryChild.js';
import {
  categories,
  forgetOutlook,
  mapiComponent,
  outlookAt,
  registerOutlook,
  type Way,
} from './outlook.js';
import { native } from './place.js';

const [office16, office15, office14] = categories;

/** REG_MULTI_SZ: where Office looks for its language, of which Wine takes the first line as it is. */
const lcid = (first: string) => ({ multi: [first, 'UILanguage', '1033'] });

/** What the system makes of none: its own language, English under Wine. */
const anyQualifier = '1033\\NT';

describe('Outlook’s DLL is found', () => {
  /** Every way that the registry knows, the best first, each to a DLL of its own. */
  const ways = (copies: Copies): (Way & { title: string; dll: string })[] => {
    const client = { MSIComponentID: mapiComponent };
    const installer = (category: string, qualifier: string, title: string) => {
      const dll = copies.add(`${title}/olmapi32.dll`);
      const path = copies.write(`${title}/${qualifier}`, '');
      return { title, dll, path, component: { category, qualifier } };
    };
    const mail = (name: string, title: string) => {
      const dll = copies.add(`${title}.dll`);
      const component = { category: mapiComponent, qualifier: name };
      return { title, dll, path: dll, component, client: { ...client, [name]: lcid(name) } };
    };
    const dll = copies.add('DLLPathEx.dll');
    return [
      { title: 'DLLPathEx', dll, path: dll, client: { DLLPathEx: dll } },
      mail('MSIApplicationLCID', 'MSIApplicationLCID'),
      mail('MSIOfficeLCID', 'MSIOfficeLCID'),
      ...[office16, office15, office14].flatMap((category, i) => [
        installer(category, 'outlook.x64.exe', `Office ${16 - i}, 64-bit`),
        installer(category, 'outlook.exe', `Office ${16 - i}`),
      ]),
    ];
  };

  discoveryTest(
    'by each way that the registry knows, a better one before the others',
    async (copies, t) => {
      const all = ways(copies);
      for (const [i, { title, dll }] of all.entries()) {
        await t.test(title, () => {
          registerOutlook(all.slice(i));
          copies.opens(dll);
        });
      }
    },
  );

  discoveryTest('by FGetComponentPath without a qualifier, where no language is told', (copies) => {
    const dll = copies.add('mapi.dll');
    const component = { category: mapiComponent, qualifier: anyQualifier };
    registerOutlook([{ client: { MSIComponentID: mapiComponent }, component, path: dll }]);
    copies.opens(dll);
  });

  discoveryTest(
    'behind ways that lead nowhere: a file that is not there, a program without the DLL',
    (copies) => {
      const all = ways(copies);
      const last = all.at(-1)!;
      const nowhere = all.slice(0, -1).map((way, i): Way => {
        if (way.client?.['DLLPathEx'] !== undefined) {
          return { ...way, client: { DLLPathEx: copies.place('gone.dll') } };
        }
        const isMail = way.client !== undefined;
        return {
          ...way,
          path: isMail ? copies.place('gone.dll') : copies.write(`${i}/gone.exe`, ''),
        };
      });
      registerOutlook([...nowhere, last]);
      copies.opens(last.dll);
    },
  );

  discoveryTest(
    'where it is loaded already, olmapi32.dll before msmapi32.dll before the registry',
    async (copies, t) => {
      const registered = copies.add('registered.dll');
      const olmapi32 = copies.add('loaded/olmapi32.dll');
      const msmapi32 = copies.add('loaded/msmapi32.dll');
      const loaded = { both: [msmapi32, olmapi32], 'msmapi32.dll alone': [msmapi32] };
      for (const [title, dlls] of Object.entries(loaded)) {
        await t.test(title, () => {
          registerOutlook([{ client: { DLLPathEx: registered }, path: registered }]);
          copies.opens(dlls.at(-1)!, dlls);
        });
      }
      await t.test('loaded, and registered nowhere', () => {
        forgetOutlook();
        copies.opens(olmapi32, [olmapi32]);
      });
    },
  );

  discoveryTest('by a DLLPathEx with a variable in it', (copies) => {
    const path = copies.add('expanded.dll');
    const DLLPathEx = { expand: '%RX_OUTLOOK_TEST_FOLDER%\\expanded.dll' };
    registerOutlook([{ client: { DLLPathEx }, path }]);
    copies.opens(path, [], { env: { RX_OUTLOOK_TEST_FOLDER: copies.folder } });
  });

  discoveryTest('in a folder with any name', (copies) => {
    const path = copies.add('Büro 会社 \u{1f4e7}/msmapi.dll');
    registerOutlook([{ client: { DLLPathEx: path }, path }]);
    copies.opens(path);
  });

  discoveryTest('with nothing but the decorated name of its function', (copies) => {
    const path = copies.add('decorated.dll', native('decorated.dll'));
    registerOutlook([{ client: { DLLPathEx: path }, path }]);
    copies.opens(path);
  });

  discoveryTest('behind a DLLPathEx that names Windows’ own mapi32.dll', (copies) => {
    const dll = copies.add('beside/olmapi32.dll');
    const path = copies.write('beside/outlook.exe', '');
    const stub = join(process.env['SystemRoot']!, 'system32', 'mapi32.dll');
    const component = { category: office16, qualifier: 'outlook.exe' };
    registerOutlook([{ client: { DLLPathEx: stub }, component, path }]);
    copies.opens(dll);
  });

  discoveryTest(
    'never in the current folder or in PATH, though the registry names no folder',
    async (copies, t) => {
      const cwd = join(copies.folder, 'current');
      const path = join(copies.folder, 'path');
      const names = ['olmapi32.dll', 'msmapi32.dll', 'mapistub.dll', 'mapi32.dll', 'msi.dll'];
      for (const name of names) {
        copies.copy(`current/${name}`, 'planted.dll');
        copies.copy(`path/${name}`, 'planted.dll');
      }
      // So that the libraries that know the other ways are asked for, too.
      const client = { MSIComponentID: mapiComponent, MSIApplicationLCID: lcid('any') };
      await t.test('with no DLLPathEx', () => {
        registerOutlook([{ client, path: '' }]);
        copies.refuses('ERR_OUTLOOK_NOT_INSTALLED', { cwd, path });
      });
      for (const DLLPathEx of ['msmapi32.dll', '.\\msmapi32.dll', '..\\current\\olmapi32.dll']) {
        await t.test(`with ${DLLPathEx}`, () => {
          registerOutlook([{ client: { ...client, DLLPathEx }, path: '' }]);
          copies.refuses('ERR_OUTLOOK_NOT_INSTALLED', { cwd, path });
        });
      }
    },
  );

  discoveryTest('with what it needs from beside it, and from nowhere else', async (copies, t) => {
    const needy = copies.copy('outlook/needy.dll', 'needy.dll');
    copies.copy('current/planted.dll', 'planted.dll');
    copies.copy('path/planted.dll', 'planted.dll');
    const surroundings = { cwd: join(copies.folder, 'current'), path: join(copies.folder, 'path') };
    outlookAt(needy);
    await t.test('not from the current folder or from PATH', () => {
      // Not `refuses`: Wine keeps the file open whose imports it did not find.
      const [failed, planted] = perform([{ open: 'Work' }, { planted: true }], surroundings);
      const { code, message } = failed as Failure;
      assert.deepEqual([code, planted], ['ERR_MAPI_LOAD_FAILED', []], message);
      assert(message.includes(needy), message);
      assert.match(message, /126/);
    });
    await t.test('from beside it', () => {
      const beside = copies.copy('outlook/planted.dll', 'planted.dll');
      const steps = [{ open: 'Work' }, { planted: true }, { loadedOf: [needy, beside] }] as const;
      const [failed, ...seen] = perform(steps, surroundings);
      const { code, operation } = failed as Failure;
      // What planted.dll says, asked by needy.dll.
      assert.deepEqual([code, operation], ['MAPI_E_UNCONFIGURED', 'MAPIInitialize']);
      // Both were loaded; and let go of again, since no MAPI has begun in them.
      assert.deepEqual(seen, [[beside], []]);
    });
  });

  discoveryTest('and a planted DLL would be noticed, also when it is gone again', (copies) => {
    const path = copies.copy('loaded.dll', 'planted.dll');
    const steps = [{ loadAndFree: path }, { loadedOf: [path] }, { planted: true }] as const;
    const [error, ...seen] = perform(steps);
    assert.match(String(error), /did not self-register|not a valid/);
    assert.deepEqual(seen, [[], [path]]);
    const dll = copies.copy('outlook/mapi.dll', 'msmapi32.dll');
    outlookAt(dll);
    const [, loaded] = perform([{ open: 'Work' }, { loadedOf: [dll] }]);
    assert.deepEqual(loaded, [dll]);
  });
});
