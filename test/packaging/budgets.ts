/**
 * In bytes, minified and compressed with Brotli, without RxJS: measured, and rounded up to the next fifty. An
 * operator's own is what an application pays that takes it alone.
 */
export const budgets: Readonly<Record<string, number>> = {
  'rx-outlook': 20_850,
  'rx-outlook/operators': 8_150,
  'rx-outlook/testing': 9_200,
  bufferWhileOffline: 2_150,
  connectionUptime: 1_850,
  debounceConnectionState: 1_900,
  detectFlapping: 2_000,
  mergeConnectionStates: 4_000,
  retryWhenOnline: 1_800,
  shareConnectionState: 1_150,
  takeWhileOnline: 1_150,
  toAsyncIterable: 2_450,
  toObservable: 1_400,
  waitForOnline: 1_650,
  whileOnline: 1_050,
  withDuration: 1_150,
};
