import { join } from 'node:path';
import { describe } from 'node:test';
import { type Copies, discoveryTest } from './discovery.js';
import { categories, forgetOutlook, mapiComponent, registerOutlook, type Way } from './outlook.js';
import { native } from './place.js';

const [office16, office15, office14] = categories;

/** REG_MULTI_SZ: where Office looks for its language, of which Wine takes the first line as it is. */
const lcid = (first: string) => ({ multi: [first, 'UILanguage', '1033'] });

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
    process.env['RX_OUTLOOK_TEST_FOLDER'] = copies.folder;
    const DLLPathEx = { expand: '%RX_OUTLOOK_TEST_FOLDER%\\expanded.dll' };
    registerOutlook([{ client: { DLLPathEx }, path }]);
    copies.opens(path);
    delete process.env['RX_OUTLOOK_TEST_FOLDER'];
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
      for (const name of names) copies.add(`current/${name}`);
      for (const name of names) copies.add(`path/${name}`);
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
});
