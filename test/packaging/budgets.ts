/**
 * In bytes, minified and compressed with Brotli, without RxJS: measured, and rounded up to the next fifty. An
 * operator's own is what an application pays that takes it alone. 1.7 kB of the first and 1.4 kB of the third came with the search
 * for a bundle's binary, the detection of musl, `setBinary` and the texts of their errors: a bundle is where they are needed.
 */
export const budgets: Readonly<Record<string, number>> = {
  'rx-outlook': 28_600,
  'rx-outlook/operators': 9_200,
  'rx-outlook/testing': 13_750,
  bufferWhileOffline: 3_050,
  connectionUptime: 2_250,
  debounceConnectionState: 2_300,
  detectFlapping: 2_450,
  mergeConnectionStates: 4_750,
  retryWhenOnline: 1_950,
  shareConnectionState: 1_300,
  takeWhileOnline: 1_300,
  toAsyncIterable: 2_850,
  toObservable: 1_750,
  waitForOnline: 1_800,
  whileOnline: 1_950,
  withDuration: 1_600,
};
