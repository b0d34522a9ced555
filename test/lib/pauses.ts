import { later } from '../../lib/later.js';

/** What `later` was asked for, for tests that mock it: time passes when they say so. */
export interface Pause {
  readonly milliseconds: number;
  /** What happens when it is over. */
  readonly due: () => void;
  cancelled: boolean;
}

export function pausesOf(): readonly Pause[] {
  const pauses: Pause[] = [];
  jest.mocked(later).mockImplementation((milliseconds, due) => {
    const pause: Pause = { milliseconds, due, cancelled: false };
    pauses.push(pause);
    return () => {
      pause.cancelled = true;
    };
  });
  return pauses;
}
