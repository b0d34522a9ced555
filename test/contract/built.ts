import type { BackendName } from 'rx-outlook';
import { autoFailureHere, failureHere } from '../windows/outlookHere.js';
import type { Place } from './runEmbedded.js';

const isWindows = process.platform === 'win32';

/** A backend that binaries do not have in them, but for Windows' own, which has all. */
export const missingBackend: BackendName = 'msmapi';
export const lacksBackend = !isWindows;

/** What the binary for this system makes of `'auto'`, and of another backend, outside of Outlook. */
export function placeOfBinary(entry: string): Place {
  if (isWindows) {
    const { code } = failureHere();
    return { entry, autoFails: autoFailureHere(), other: { backend: 'msmapi', code } };
  }
  return {
    entry,
    autoFails: {
      code: 'ERR_OUTLOOK_NOT_RUNNING',
      message: /Classic Outlook runs on Windows only|server is no Outlook/,
    },
    other: { backend: missingBackend, code: 'ERR_BACKEND_UNAVAILABLE' },
  };
}
