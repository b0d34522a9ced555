import { readdirSync } from 'node:fs';
import { Child } from '../fixtures/child.js';
import { bundle } from '../packaging/bundle.js';

/** What each recipe prints, in this order. */
const recipes: Readonly<Record<string, readonly string[]>> = {
  flappingAlert: [
    'Work was offline for N ms',
    'Work was offline for N ms',
    'Work is flapping',
    'Work was offline for N ms',
    'Work was offline for N ms',
    'Work was offline for N ms',
    'Work is stable again: online',
    'registrations left: 0',
  ],
  pauseQueue: [
    'calendar: begins',
    'calendar: done',
    'contacts: begins',
    'Work is offline',
    'contacts: begins',
    'Work is online',
    'contacts: done',
    'tasks: begins',
    'tasks: done',
    'notes: begins',
    'notes: begins',
    'notes: done',
    'registrations left: 0',
  ],
  sendOnce: [
    'Work is offline, three mails wait',
    'first: begun',
    'first: sent',
    'second: begun',
    'second: perhaps not sent (the connection was lost)',
    'Work is offline again, one mail waits',
    'third: begun',
    'third: sent',
    'registrations left: 0',
  ],
  statusBar: [
    'Looking for Outlook…',
    'All accounts are online',
    'Offline: anna (2 of 3 are online)',
    'All accounts are online',
    'registrations left: 0',
  ],
};

async function linesOf(recipe: string): Promise<readonly string[]> {
  const { code, lines, stderr } = await new Child(`dist/examples/recipes/${recipe}.js`).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return lines;
}

describe('the recipes', () => {
  it.each(Object.entries(recipes))(
    '%s says what it does, leaves no registration, and ends by itself',
    async (name, lines) => {
      const printed = await linesOf(name);
      expect(printed.map((line) => line.replace(/\d+ ms/, 'N ms'))).toEqual(lines);
    },
    60_000,
  );

  it('are all tested', () => {
    const files = readdirSync('examples/recipes').filter((file) => file.endsWith('.ts'));
    expect(files.map((file) => file.replace('.ts', ''))).toEqual(Object.keys(recipes).sort());
  });

  it('show a state with React, subscribed once for all components, and an error in its boundary', async () => {
    const lines = await linesOf('react/main');
    const noState = 'There is no state: MAPI_E_NOT_FOUND. ';
    expect(lines.map((html) => html.replaceAll(/<.*?>/g, ''))).toEqual([
      'caught: OfflineStateError: HrOpenOfflineObj failed for profile "Nobody": MAPI_E_NOT_FOUND (0x8004010F)',
      `Work is online. Work, again, is online. Home is online. ${noState}`,
      'subscriptions so far: 1 to Work',
      `Work is offline. Work, again, is offline. Home is online. ${noState}`,
    ]);
  }, 60_000);

  it('bring states from the main process of Electron to its pages, and leave with them', async () => {
    const lines = await linesOf('electron/demo');
    const isOf = (account: string) => (line: string) => line.includes(account);
    // Between the two accounts there is no order.
    expect(lines.filter(isOf('Payroll'))).toEqual([
      'first: Payroll is unknown',
      'second: Payroll is unknown',
      'first, loaded anew: Payroll is unknown',
    ]);
    expect(lines.filter((line) => !isOf('Payroll')(line))).toEqual([
      'first: Work is online',
      'second: Work is online',
      'two pages, registrations: 1',
      'first: Work is offline',
      'second: Work is offline',
      'first, loaded anew: Work is offline',
      'all windows closed, registrations: 0',
    ]);
  }, 60_000);

  it.each(['preload', 'page'])('have nothing of Node in the %s of Electron', async (part) => {
    const { modules, imports } = await bundle(
      `export * from '../../examples/recipes/electron/${part}.js';`,
    );
    expect(
      modules.filter((module) => !/^operators\/|^lib\/(errors|received)$/.test(module)),
    ).toEqual([]);
    expect(imports.filter((path) => path !== 'rxjs')).toEqual([]);
  });
});
