/**
 * In bytes, minified and compressed with Brotli, without RxJS: measured, and rounded up to the next fifty. An
 * operator's own is what an application pays that takes it alone.
 */
export const budgets: Readonly<Record<string, number>> = {
  'rx-outlook': 23_500,
  'rx-outlook/operators': 9_000,
  'rx-outlook/testing': 10_700,
  bufferWhileOffline: 3_000,
  connectionUptime: 2_200,
  debounceConnectionState: 2_300,
  detectFlapping: 2_450,
  mergeConnectionStates: 4_550,
  retryWhenOnline: 1_900,
  shareConnectionState: 1_300,
  takeWhileOnline: 1_250,
  toAsyncIterable: 2_800,
  toObservable: 1_700,
  waitForOnline: 1_800,
  whileOnline: 1_900,
  withDuration: 1_550,
};
