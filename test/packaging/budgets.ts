/**
 * In bytes, minified and compressed with Brotli, without RxJS: measured, and rounded up to the next fifty. An
 * operator's own is what an application pays that takes it alone.
 */
export const budgets: Readonly<Record<string, number>> = {
  'rx-outlook': 12_600,
  'rx-outlook/operators': 2_950,
  'rx-outlook/testing': 7_350,
  debounceConnectionState: 1_300,
  mergeConnectionStates: 2_350,
};
