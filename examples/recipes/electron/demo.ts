// Connection states from Electron's main process in its pages: node dist/examples/recipes/electron/demo.js
// Runs under plain Node, with a fake Electron; main.ts, preload.ts and page.ts are the parts of an
// application.
import { filter, firstValueFrom, map, type Observable, ReplaySubject } from 'rxjs';
import { connectionStatus$, shareConnectionState } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { FakeWindow, ipcMain } from './fakeElectron.js';
import { serveConnectionStates } from './main.js';
import { connectionStateFrom } from './page.js';
import { connectionStatesOver } from './preload.js';
import type { State } from './protocol.js';

const outlook = embeddedOutlook({ profiles: ['Work'] });

// The main process.
const work$: Observable<State> = connectionStatus$('Work', { backend: 'embedded' }).pipe(
  map(({ state }) => state),
  shareConnectionState(),
);
serveConnectionStates(ipcMain, new Map([['Work', work$]]));

// The pages.
const shown$ = new ReplaySubject<string>();
shown$.subscribe((text) => console.log(text));
const shows = (text: string): Promise<string> =>
  firstValueFrom(shown$.pipe(filter((shown) => shown === text)));

function open(window: FakeWindow, name: string): void {
  const states = connectionStatesOver(window.load());
  for (const account of ['Work', 'Payroll']) {
    connectionStateFrom(states, account).subscribe((state) => {
      shown$.next(`${name}: ${account} is ${state}`);
    });
  }
}

const [first, second] = [new FakeWindow(), new FakeWindow()];
open(first, 'first');
await shows('first: Work is online');
open(second, 'second');
await shows('second: Work is online');
await outlook.settled();
console.log(`two pages, registrations: ${outlook.registrations()}`);

await outlook.setState('Work', 'offline');
await Promise.all([shows('first: Work is offline'), shows('second: Work is offline')]);

open(first, 'first, loaded anew');
await shows('first, loaded anew: Work is offline');
first.close();
second.close();
await outlook.settled();
console.log(`all windows closed, registrations: ${outlook.registrations()}`);
outlook.close();
