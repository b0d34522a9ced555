import assert from 'node:assert/strict';
import { accounts$, type BackendName, connectionStatus$, openOfflineObject } from 'rx-outlook';
import { map } from 'rxjs';
import { Recorder } from '../contract/tools.js';

/** What is true of a backend that has the profile Work, and no accounts. */
export async function assertNoAccounts(backend: BackendName): Promise<void> {
  const alice = { backend, account: 'alice' };
  const code = 'ERR_ACCOUNTS_UNAVAILABLE';
  assert.equal((await new Recorder(accounts$('Work', { backend })).failure()).code, code);
  await assert.rejects(openOfflineObject('Work', alice), { code, account: 'alice' });
  const reason$ = connectionStatus$('Work', alice).pipe(map(({ reason }) => reason));
  const status = new Recorder(reason$);
  assert.deepEqual(await status.count(1), ['no-accounts']);
  status.end();
}
