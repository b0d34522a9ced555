import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import {
  accounts$,
  type Availability,
  availability$,
  connectionState$,
  connectionStatus$,
  profiles,
} from 'rx-outlook';
import { firstValueFrom } from 'rxjs';
import { Recorder } from '../contract/tools.js';
import { needsOutlook } from './place.js';

// What Wine does not have: an Outlook, its guard, and programs that are elevated. Nothing is changed.

const options = { backend: 'automation', timeout: 20_000 } as const;

/** A test with a classic Outlook that is in the right situation; skipped in any other. */
function desktop(
  title: string,
  isRight: (found: Availability) => boolean,
  body: () => Promise<void>,
): void {
  test(title, { skip: needsOutlook, timeout: 90_000 }, async (context: TestContext) => {
    const found = await firstValueFrom(availability$(options));
    if (isRight(found)) await body();
    else context.skip(`Outlook is not in that situation: ${JSON.stringify(found)}`);
  });
}

describe('automation, with an Outlook of this desktop', () => {
  desktop(
    'an Outlook that runs tells its profile and accounts, and its guard asks nothing',
    ({ available }) => available,
    async () => {
      const [profile] = await profiles(options);
      assert(profile !== undefined, 'Outlook has a profile open');
      // A prompt of the guard would hold the look: the time limit ends it.
      const accounts = await firstValueFrom(accounts$(profile, options));
      for (const account of [undefined, ...accounts.keys()]) {
        const { reason } = await firstValueFrom(
          connectionStatus$(profile, { ...options, account }),
        );
        assert([undefined, 'no-exchange', 'neither'].includes(reason), reason);
      }
    },
  );

  desktop(
    'an Outlook that is elevated, or beside a process that is, says so',
    (found) => !found.available && found.reason === 'elevated',
    async () => {
      const { code } = await new Recorder(connectionState$('Outlook', options)).failure();
      assert.equal(code, 'ERR_OUTLOOK_ELEVATED');
    },
  );
});
