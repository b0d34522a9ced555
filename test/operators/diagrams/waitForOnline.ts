import { catchError, throwError } from 'rxjs';
import { waitForOnline } from 'rx-outlook/operators';
import type { OfflineStateError } from 'rx-outlook';
import { diagram, stateInput, stateOutput } from './diagram.js';

export const waited = [
  diagram({
    name: 'waitForOnline',
    title: 'It emits the first online, and completes.',
    call: 'waitForOnline(options)',
    inputs: { state$: stateInput('u---f------n----f----', '^----------!') },
    apply: ({ state$ }, options) => state$.pipe(waitForOnline(options)),
    outputs: { result: stateOutput('-----------(n|)') },
  }),
  diagram({
    name: 'waitForOnline-timeout',
    title: 'It errors when there was no online in time.',
    call: 'waitForOnline(options)',
    options: { timeout: 8 },
    inputs: { state$: stateInput('u---f------n----f----', '^-------!') },
    apply: ({ state$ }, options) =>
      state$.pipe(
        waitForOnline(options),
        catchError((error: OfflineStateError) => throwError(() => error.code)),
      ),
    outputs: { result: { ...stateOutput('--------#'), error: 'ERR_TIMEOUT' } },
  }),
];
