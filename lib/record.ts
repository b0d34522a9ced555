/** The layout of native/core/record.h, in 32-bit words. */
export const recordWords = 8;
const recordBytes = recordWords * 4;

export const recordKind = {
  notification: 1,
  state: 2,
  failure: 3,
  answer: 4,
  reading: 5,
  place: 6,
  fault: 7,
  accounts: 8,
} as const;

/**
 * The number of records that the binary copies into JavaScript's buffer at once, and the size of that
 * buffer.
 */
export const drainedAtOnce = 1024;
export const bufferBytes = drainedAtOnce * recordBytes;
