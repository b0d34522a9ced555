/**
 * In bytes, minified and compressed with Brotli, without RxJS: measured, and rounded up to the next fifty. An
 * operator's own is what an application pays that takes it alone.
 */
export const budgets: Readonly<Record<string, number>> = {
  'rx-outlook': 14_350,
  'rx-outlook/operators': 4_400,
  'rx-outlook/testing': 7_350,
  bufferWhileOffline: 1_800,
  debounceConnectionState: 1_550,
  mergeConnectionStates: 2_350,
  shareConnectionState: 900,
  whileOnline: 700,
};
