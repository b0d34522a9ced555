/**
 * In bytes, minified and compressed with Brotli, without RxJS: measured, and rounded up to the next fifty. An
 * operator's own is what an application pays that takes it alone.
 */
export const budgets: Readonly<Record<string, number>> = {
  'rx-outlook': 21_900,
  'rx-outlook/operators': 8_400,
  'rx-outlook/testing': 9_950,
  bufferWhileOffline: 2_150,
  connectionUptime: 2_100,
  debounceConnectionState: 2_150,
  detectFlapping: 2_300,
  mergeConnectionStates: 4_000,
  retryWhenOnline: 1_800,
  shareConnectionState: 1_150,
  takeWhileOnline: 1_150,
  toAsyncIterable: 2_450,
  toObservable: 1_400,
  waitForOnline: 1_650,
  whileOnline: 1_050,
  withDuration: 1_450,
};
