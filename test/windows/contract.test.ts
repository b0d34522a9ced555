import { describe, test } from 'node:test';
import { contract } from '../contract/index.js';
import { runEmbedded, type Place } from '../contract/runEmbedded.js';
import { forgetOutlook } from './outlook.js';
import { entry, isOutlookRegistered } from './place.js';

forgetOutlook(); // what a run that was killed has left
const isThere = isOutlookRegistered();

/** Where there is an Outlook, it knows no profile outside of itself; elsewhere there is none to ask. */
const code = isThere ? 'MAPI_E_NOT_FOUND' : 'ERR_OUTLOOK_NOT_INSTALLED';
const place: Place = {
  entry,
  autoFails: { code, message: isThere ? /bridge/ : /backend: 'embedded'/ },
  other: { backend: 'msmapi', code },
};

for (const point of new Set(contract.map((one) => one.point))) {
  describe(`contract, point ${String(point)}`, () => {
    for (const one of contract.filter((other) => other.point === point)) {
      test(one.title, { timeout: 90_000 }, () => runEmbedded(one, place));
    }
  });
}
