import type { Counters } from './types.js';

export const noCounters: Counters = {
  advises: 0,
  unadvises: 0,
  registrations: 0,
  references: 0,
  callingThreads: 0,
};

export function addCounters(sum: Counters, one: Counters): Counters {
  return {
    advises: sum.advises + one.advises,
    unadvises: sum.unadvises + one.unadvises,
    registrations: sum.registrations + one.registrations,
    references: sum.references + one.references,
    callingThreads: Math.max(sum.callingThreads, one.callingThreads),
  };
}
