/**
 * In bytes, minified and compressed with Brotli, without RxJS: measured, and rounded up to the next fifty. An
 * operator's own is what an application pays that takes it alone.
 */
export const budgets: Readonly<Record<string, number>> = {
  'rx-outlook': 23_000,
  'rx-outlook/operators': 8_850,
  'rx-outlook/testing': 10_350,
  bufferWhileOffline: 2_900,
  connectionUptime: 2_200,
  debounceConnectionState: 2_250,
  detectFlapping: 2_400,
  mergeConnectionStates: 4_400,
  retryWhenOnline: 1_900,
  shareConnectionState: 1_250,
  takeWhileOnline: 1_250,
  toAsyncIterable: 2_800,
  toObservable: 1_700,
  waitForOnline: 1_750,
  whileOnline: 1_900,
  withDuration: 1_550,
};
