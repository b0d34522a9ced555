/**
 * In bytes, minified and compressed with Brotli, without RxJS: measured, and rounded up to the next fifty. An
 * operator's own is what an application pays that takes it alone.
 */
export const budgets: Readonly<Record<string, number>> = {
  'rx-outlook': 18_350,
  'rx-outlook/operators': 7_550,
  'rx-outlook/testing': 7_450,
  bufferWhileOffline: 1_800,
  connectionUptime: 1_550,
  debounceConnectionState: 1_550,
  detectFlapping: 1_700,
  mergeConnectionStates: 3_500,
  retryWhenOnline: 1_450,
  shareConnectionState: 900,
  takeWhileOnline: 800,
  toAsyncIterable: 2_050,
  toObservable: 1_100,
  waitForOnline: 1_200,
  whileOnline: 700,
  withDuration: 800,
};
